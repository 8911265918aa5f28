"""Does a doorbell ring after commit only, and may it get lost without harm?"""

import json
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from uuid import UUID

import pytest
import redis
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from lifecycle.api import beat, last_beat, ring
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


@pytest.mark.django_db
def test_the_last_beat_counts() -> None:
    assert last_beat(name="tick") is None
    for at in (NOON, OFF_NOON):
        beat(name="tick", now=at)
    assert last_beat(name="tick") == OFF_NOON
