"""The workers that `docs/runbooks/operate.md` names, started together: planning for minutes holds no letter up (P1)."""

import re
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from celery import current_app

from config.schedule import QUEUES
from config.services.mail_sink import MailSink
from notifications.models import Touchpoint
from tests.cast import corner_shop
from tests.chaos.programs import ROOT, Program
from tests.notifications.scenes import announced

MANUAL = (ROOT / "docs/runbooks/operate.md").read_text()
COMMANDS = re.findall(r"\| `celery (-A config\.celery worker [^`]+)` \|", MANUAL)
WITHIN_S = 90.0
# What a planning round reads at its end, and a letter never.
HOLD = "LOCK TABLE notifications_plancalendar IN ACCESS EXCLUSIVE MODE"
PLANNING = "SELECT count(*) FROM pg_locks WHERE relation = 'notifications_plancalendar'::regclass AND NOT granted"
Held = psycopg.Connection[tuple[int]]


@pytest.fixture
def workers(live_db: SimpleNamespace, smtp_sink: MailSink, tmp_path: Path) -> Iterator[None]:
    current_app.control.purge()
    environ = {**live_db.environ, "EMAIL_URL": smtp_sink.url}
    with ExitStack() as running:
        for n, command in enumerate(COMMANDS):
            argv = [sys.executable, "-m", "celery", *shlex.split(command), "--loglevel", "WARNING"]
            running.enter_context(Program(argv, environ, log=tmp_path / f"worker-{n}.log"))
        yield
    current_app.control.purge()


@pytest.fixture
def other(live_db: SimpleNamespace) -> Iterator[Held]:
    with psycopg.connect(live_db.environ["DATABASE_OWNER_URL"]) as other:
        yield other


def until(is_so: Callable[[], object]) -> bool:
    ends = time.monotonic() + WITHIN_S
    while not (found := is_so()) and time.monotonic() < ends:
        time.sleep(0.05)
    return bool(found)


def planning(other: Held) -> int:
    found = other.execute(PLANNING).fetchone()
    return found[0] if found else 0


def test_every_queue_has_its_worker_and_none_has_two() -> None:
    queues = [queue for each in COMMANDS for queue in re.findall(r"-Q (\S+)", each)[0].split(",")]
    assert len(COMMANDS) == 3
    assert sorted(queues) == sorted(QUEUES)


@pytest.mark.slow("three real workers are started")
def test_a_letter_leaves_while_every_process_for_long_rounds_is_planning(
    live_db: SimpleNamespace, smtp_sink: MailSink, other: Held, request: pytest.FixtureRequest
) -> None:
    plan = announced(corner_shop())
    now = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    other.execute(HOLD)
    request.getfixturevalue("workers")
    for _ in range(3):  # one more than there are processes
        current_app.send_task("notifications.reconcile", kwargs={"plan_id": plan.pk, "now": now.isoformat()})
    assert until(lambda: planning(other) == 2)
    assert not smtp_sink.messages
    current_app.send_task("notifications.deliver", kwargs={"now": now.isoformat()})
    assert until(lambda: smtp_sink.messages)
    assert planning(other) == 2  # all the while
    assert len(smtp_sink.messages) == 1
