"""Does an operator see that a worker is busy, and since when, instead of dead (P2)?"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lifecycle.api import beat, beat_busy, words
from tests.cast import paul


@pytest.mark.django_db
def test_health_says_since_when_a_worker_is_busy_and_calls_a_dead_one_stale() -> None:
    now = timezone.now()  # noqa: TID251 - the page reads the real clock
    since = now - timedelta(minutes=50)
    for queue in ("bulk", "export", "notice"):
        beat(name=f"worker {queue}", now=since)
    beat_busy(queue="bulk", now=now)
    beat_busy(queue="export", now=now - timedelta(minutes=9))
    client = Client()
    client.force_login(paul())
    answer = client.get("/console/health/")
    found = {each.name: (each.age.tone, each.age.word) for each in answer.context["page"].beats}
    dead = ("blocked", "stale")
    assert found == {
        "worker bulk": ("info", f"busy since {words.instant(since)}"),
        "worker export": dead,
        "worker notice": dead,
    }
    rows = b"".join(client.get("/console/health/?format=signs.csv")).decode().splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == list(found)
    assert rows[-1].endswith(",")  # that one was never busy
