"""Nobody hears the bell, or nobody rings it for hours, or two ring at once: late at most, and once (P3).

The chaos gauntlet wipes a broker in the middle of a run; here it is away the whole time.
"""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings

from config.bell import work
from config.schedule import CANARY, HEARD, SCHEDULE
from config.services.mail_sink import MailSink
from config.tick import Ticker
from lifecycle.api import beat, beat_busy, last_beat
from lifecycle.models import Heartbeat
from lifecycle.rules.signs_of_life import sign_of
from lifecycle.tasks import canary
from notifications.models import Touchpoint
from tests.cast import NOON, a_plan, corner_shop
from tests.notifications.scenes import announced

RING = """
import sys
import django
django.setup()
from config.bell import Bell
ring = Bell()
for _ in range(2):
    ring("notifications.deliver", {"now": sys.argv[1]})
"""


def first_mail() -> datetime:
    return Touchpoint.objects.filter(channel="email").earliest("due_at").due_at


def test_with_the_broker_away_all_day_the_tick_itself_delivers(live_db: SimpleNamespace, smtp_sink: MailSink) -> None:
    """notices case 4"""
    announced(corner_shop())
    due = first_mail()
    environ = {**live_db.environ, "REDIS_URL": "unix:///nobody/listens.sock", "EMAIL_URL": smtp_sink.url}
    command = [sys.executable, "-c", RING, due.isoformat()]
    done = subprocess.run(
        command, env={**os.environ, **environ}, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(smtp_sink.messages) == 1


@pytest.mark.django_db
def test_after_three_hours_without_a_tick_what_was_due_leaves_once_however_many_ring(mail: MailSink) -> None:
    """notices case 5"""
    announced(corner_shop())
    now = first_mail() + timedelta(hours=3)

    def ring(doorbell: str, ids: dict[str, object]) -> None:
        if doorbell == "notifications.deliver":
            work(doorbell, {**ids, "now": now.isoformat()})

    for scheduler in (Ticker(ring), Ticker(ring)):
        scheduler.tick(now=now, elapsed=0.0)
    assert len(mail.messages) == 1
    told = last_beat(name="tick")
    assert told
    assert now <= told
    Ticker(ring, beats=False).tick(now=told + timedelta(days=9), elapsed=0.0)
    assert last_beat(name="tick") == told


@pytest.mark.django_db
def test_what_deaf_workers_do_not_hear_the_tick_does_itself_after_a_minute() -> None:
    """Also the watch over alarms, which nobody else would do."""
    rung: list[str] = []
    worked: list[str] = []
    ticker = Ticker(lambda doorbell, _: rung.append(doorbell), work=lambda doorbell, _: worked.append(doorbell))
    beat(name="worker", now=NOON - timedelta(minutes=2))
    ticker.tick(now=NOON, elapsed=0.0)
    assert ("notifications.watch_alarms" in rung, worked) == (True, [])
    rung.clear()
    others = [sign_of(queue) for queue in HEARD if queue != "celery"]
    for name in others:
        beat(name=name, now=NOON + timedelta(seconds=30))
    ticker.tick(now=NOON + timedelta(seconds=61), elapsed=61.0)
    assert "notifications.watch_alarms" in worked
    assert {each.queue for each in SCHEDULE if each.doorbell in worked} == {"celery"}
    assert rung.count(CANARY) == len(HEARD)
    assert "notifications.deliver" in rung  # that queue is heard
    worked.clear()
    canary(now=NOON.isoformat())
    for name in ("worker", *others):
        beat(name=name, now=NOON + timedelta(seconds=70))
    ticker.tick(now=NOON + timedelta(seconds=122), elapsed=122.0)
    assert ("notifications.watch_alarms" in rung, worked) == (True, [])


def rang_all_the_time(until: datetime) -> None:
    """Silence counts only while it was rung."""
    Heartbeat.objects.filter(name="tick").update(at=until)


@pytest.mark.django_db
def test_each_queue_has_its_canary_and_one_that_nobody_hears_is_worked_for_by_the_tick_alone() -> None:
    """A dead worker for what takes long: letters are rung for as ever, the plans are planned by the tick (notices §10).

    Nobody was ever started for that queue; silence counts from when it was rung for first. Switches do not wait (P10).
    """
    rung: list[tuple[str, object]] = []
    worked: list[str] = []

    def ring(doorbell: str, ids: dict[str, object]) -> None:
        rung.append((doorbell, ids.get("queue")))

    a_plan()
    ticker = Ticker(ring, work=lambda doorbell, _: worked.append(doorbell))
    ticker.tick(now=NOON, elapsed=0.0)
    assert rung[: len(HEARD)] == [(CANARY, queue) for queue in HEARD]  # before what may keep a worker busy
    for passed in (60.5, 120):
        now = NOON + timedelta(seconds=passed)
        for queue in set(HEARD) - {"bulk"}:
            beat(name=sign_of(queue), now=now)
        worked.clear()
        rang_all_the_time(now)
        ticker.tick(now=now, elapsed=passed)
        assert {each.queue for each in SCHEDULE if each.doorbell in worked} == {"bulk"}
        assert {"lifecycle.drive_switches", "notifications.reconcile"} <= set(worked)
    assert last_beat(name="worker bulk") == NOON
    canary(queue="bulk")
    assert last_beat(name="worker bulk") != NOON


@pytest.mark.django_db
def test_what_takes_long_is_left_to_a_worker_that_says_it_is_busy_and_what_must_be_told_is_not() -> None:
    """One worker for all, full for an hour; then it is killed: a minute later the tick does everything (P2, P10).

    Two long exports hold up neither a correction nor a cancellation (notices 7 and 13).
    """
    a_plan()
    worked: list[str] = []
    for queue in HEARD:
        beat(name=sign_of(queue), now=NOON)
    ticker = Ticker(lambda *_: None, work=lambda doorbell, _: worked.append(doorbell))
    ticker.tick(now=NOON, elapsed=0.0)
    not_left = {each.doorbell for each in SCHEDULE if not each.may_wait}
    tells = {"notifications.deliver", "notifications.reconcile", "notifications.reconcile_withdrawn"}
    assert {*tells, "lifecycle.drive_switches"} < not_left
    for passed, since_busy, is_busy in ((900, 14, True), (3600, 60, True), (3661, 61, False)):
        now = NOON + timedelta(seconds=passed)
        for queue in HEARD:
            beat_busy(queue=queue, now=now - timedelta(seconds=since_busy))
        worked.clear()
        rang_all_the_time(now)
        ticker.tick(now=now, elapsed=passed)
        assert (set(worked) <= not_left) == is_busy
        assert ("portability.build" in worked) != is_busy
        assert {*tells, "lifecycle.drive_switches"} <= set(worked)


@pytest.mark.django_db
def test_when_the_one_worker_of_a_small_installation_is_deaf_the_tick_does_everything_after_a_minute() -> None:
    """P2, P10: all its signs stop at once, so it is not busy; also for a tick that was started again meanwhile."""
    a_plan()
    worked: list[str] = []
    for queue in HEARD:
        beat(name=sign_of(queue), now=NOON)
    for began, passed in ((0, 61), (530, 600)):
        worked.clear()
        ticker = Ticker(lambda *_: None, work=lambda doorbell, _: worked.append(doorbell))
        for seconds in (began, passed):
            assert worked == []
            rang_all_the_time(NOON + timedelta(seconds=seconds))
            ticker.tick(now=NOON + timedelta(seconds=seconds), elapsed=seconds)
        assert {"lifecycle.drive_switches", "lifecycle.observe", "notifications.reconcile"} < set(worked)
        assert {each.queue for each in SCHEDULE if each.doorbell in worked} == set(HEARD)
