"""Does a doorbell ring after commit only, and may it get lost without harm?"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from uuid import UUID

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from lifecycle.api import beat, last_beat, ring
from lifecycle.services.doorbell import REST_S, Doorbell
from tests.cast import NOON, OFF_NOON


@pytest.fixture
def queue(live_db: SimpleNamespace) -> Iterator[redis.Redis]:
    """What waits at the broker."""
    assert live_db
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.delete("celery")
        yield broker
        broker.delete("celery")


def waiting(broker: redis.Redis) -> list[dict[str, dict[str, object]]]:
    return [json.loads(message) for message in broker.lrange("celery", 0, -1)]


def test_it_rings_after_commit_with_ids_only_and_an_expiry(queue: redis.Redis) -> None:
    uuid = UUID(int=7)
    with transaction.atomic():
        ring("lifecycle.nobody_listens", plan_id=5, export=uuid)
        assert waiting(queue) == []
    (message,) = waiting(queue)
    headers = message["headers"]
    assert headers["task"] == "lifecycle.nobody_listens"
    assert headers["kwargsrepr"] == repr({"plan_id": 5, "export": str(uuid)})
    assert headers["expires"] is not None
    assert headers["eta"] is None


def test_what_is_rolled_back_rings_nothing(queue: redis.Redis) -> None:
    def fail() -> None:
        with transaction.atomic():
            ring("lifecycle.nobody_listens", plan_id=5)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert waiting(queue) == []


AWAY = """
import django
django.setup()
from datetime import UTC, datetime
from django.db import transaction
from django.test import override_settings
from lifecycle.api import beat, ring
with transaction.atomic():
    beat(name="tick", now=datetime(2027, 3, 1, 12, tzinfo=UTC))
    ring("lifecycle.nobody_listens", plan_id=5)
print("went on")
"""


@pytest.mark.slow("starts a program of its own, whose broker is away")
def test_a_broker_that_is_away_is_a_warning_and_no_error(live_db: SimpleNamespace) -> None:
    away = {**live_db.environ, "REDIS_URL": "redis://127.0.0.1:1/0"}
    done = subprocess.run(
        [sys.executable, "-c", AWAY], cwd=settings.BASE_DIR, env=away, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "went on\n"), done.stderr
    assert "doorbell not heard: lifecycle.nobody_listens" in done.stderr
    assert last_beat(name="tick") == NOON


def test_any_other_fault_of_the_messenger_is_logged_and_the_act_stands(
    live_db: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    assert live_db
    with override_settings():
        del settings.DOORBELL_EXPIRES
        with transaction.atomic():
            beat(name="tick", now=NOON)
            ring("lifecycle.nobody_listens", plan_id=5)
    assert last_beat(name="tick") == NOON
    assert "Error calling" in caplog.text


class SilentBroker:
    """Its clock goes on while somebody waits for an answer."""

    def __init__(self, *, costs_s: float) -> None:
        self.at_s, self.costs_s = 100.0, costs_s
        self.is_away, self.tried = True, 0

    def __call__(self, doorbell: str, ids: Mapping[str, object]) -> None:
        del doorbell, ids
        self.tried += 1
        if self.is_away:
            self.at_s += self.costs_s
            raise OSError


@pytest.mark.parametrize(("costs_s", "tried"), [(4.1, 1), (0.1, 9)])
def test_a_host_that_does_not_answer_is_waited_for_once_by_many_acts_and_one_that_refuses_is_asked_again(
    costs_s: float, tried: int, caplog: pytest.LogCaptureFixture
) -> None:
    broker = SilentBroker(costs_s=costs_s)
    bell = Doorbell(send=broker, clock=lambda: broker.at_s)
    for _ in range(9):
        bell("lifecycle.nobody_listens", {"plan_id": 5})
        broker.at_s += 1
    assert broker.tried == tried
    assert caplog.text.count("doorbell not heard: lifecycle.nobody_listens") == 9
    broker.is_away = False
    broker.at_s += REST_S
    bell("lifecycle.nobody_listens", {"plan_id": 5})
    assert broker.tried == tried + 1
    assert caplog.text.count("doorbell not heard") == 9


def test_another_broker_is_not_judged_by_one_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    broker = SilentBroker(costs_s=4.1)
    bell = Doorbell(send=broker, clock=lambda: broker.at_s)
    bell("lifecycle.nobody_listens", {})
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://elsewhere.example/0")
    for _ in range(2):
        bell("lifecycle.nobody_listens", {})
    assert broker.tried == 2


@pytest.mark.django_db
def test_the_last_beat_counts() -> None:
    assert last_beat(name="tick") is None
    for at in (NOON, OFF_NOON):
        beat(name="tick", now=at)
    assert last_beat(name="tick") == OFF_NOON
