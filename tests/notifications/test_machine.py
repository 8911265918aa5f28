"""However delivery is disturbed, nothing is doubled or lost, and no dead date is the last word (A12, A13, P1, T2).

The walks of notices section 11: one set walk in `make test`, and as many random ones as SUNSETTER_WALKS says.
"""

import logging
import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django import Settings

from notifications.rules.provider_events import Meaning
from tests.cast import neighbour
from tests.notifications.machine.dying import Point
from tests.notifications.machine.faulty_sink import FaultySink, Mood
from tests.notifications.machine.walk import Walk
from tests.notifications.machine.world import set_up

pytestmark = pytest.mark.django_db
WALKS = int(os.environ.get("SUNSETTER_WALKS", "0"))


@pytest.fixture
def faulty(settings: Settings) -> Iterator[FaultySink]:
    log = logging.getLogger("mail.log")
    before = log.level
    log.setLevel(logging.ERROR)
    with FaultySink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DELIVERY_TIMEOUT_S, settings.EMAIL_KEYED_HOSTS = 1, sink.hosts
        yield sink
    log.setLevel(before)


def test_one_walk_through_every_kind_of_step(faulty: FaultySink) -> None:
    walk = Walk(set_up(faulty).plan_id, faulty)
    steps: list[Callable[[], object]] = [
        lambda: walk.time_passes(hours=0),
        lambda: walk.the_server_changes(mood=Mood.DROP),
        walk.tick,
        lambda: walk.dates_move(days=13),
        lambda: walk.use_changes(who=neighbour, uses=5),
        walk.somebody_looks_at_doubts,
        lambda: walk.the_server_changes(mood=Mood.KEEP),
        lambda: walk.time_passes(hours=24 * 30),
        lambda: walk.a_worker_dies(point=Point.SENT),
        walk.pause,
        walk.leases_end,
        walk.tick,
        walk.it_was_only_asleep,
        lambda: walk.the_provider_tells(which=0, meanings=[Meaning.DELIVERED], count=1, again=True),
        lambda: walk.the_provider_tells(which=0, meanings=[Meaning.SOFT], count=1, again=False),
        walk.resume,
        lambda: walk.dates_move(days=11),
        walk.only_reconcile,
    ]
    try:
        for step in steps:
            step()
            walk.promises_hold()
        walk.all_is_calm()
    finally:
        walk.take_back()


if WALKS:

    def test_whatever_happens_each_message_arrives_once_or_is_listed(faulty: FaultySink) -> None:
        plan_id = set_up(faulty).plan_id

        class Here(Walk):
            def __init__(self) -> None:
                super().__init__(plan_id, faulty)

        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=WALKS,
                stateful_step_count=30,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
