"""What is due now? Rings for it, and does the work itself when nobody hears."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from kombu.exceptions import OperationalError

from config.schedule import CANARY, CANARY_EVERY_S, SCHEDULE, Round
from config.services.tick_mark import mark_tick
from lifecycle.api import SunsetPlan, beat, reading

logger = logging.getLogger(__name__)
PAUSE_S = 1.0
DRIVE = "lifecycle.drive_switches"  # also for ended plans until the host product shows what they ask for


class Ticker:
    """Asks each round's question when its time has come; remembers only when it asked last."""

    def __init__(self, ring: Callable[[str, dict[str, object]], None]) -> None:
        self._ring = ring
        self._asked: dict[str, float] = {}

    def tick(self, *, now: datetime, elapsed: float) -> int:
        """Ring for every round whose interval is over by the monotonic clock `elapsed`; answer how many."""
        due = [each for each in SCHEDULE if self._is_due(each.doorbell, each.every_s, elapsed)]
        plans = list(SunsetPlan.objects.active().values_list("pk", flat=True)) if due else []
        for each in due:
            undone = reading.plans_not_driven() if each.doorbell == DRIVE else []
            self._ring_round(each, [*plans, *(pk for pk in undone if pk not in plans)])
        if self._is_due(CANARY, CANARY_EVERY_S, elapsed):
            self._ring(CANARY, {})
        beat(name="tick", now=now)
        mark_tick(Path(settings.STATE_DIR))
        return len(due)

    def _ring_round(self, each: Round, plans: list[int]) -> None:
        for ids in [{"plan_id": pk} for pk in plans] if each.per_plan else [{}]:
            self._ring(each.doorbell, dict(ids))

    def _is_due(self, name: str, every_s: int, elapsed: float) -> bool:
        if elapsed - self._asked.get(name, float("-inf")) < every_s:
            return False
        self._asked[name] = elapsed
        return True


def ring_or_work(doorbell: str, ids: dict[str, object]) -> None:
    """Send the message; when the broker is away, do the work in this process: the row is the job."""
    try:
        current_app.send_task(doorbell, kwargs=ids, expires=settings.DOORBELL_EXPIRES, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        work(doorbell, ids)


def work(doorbell: str, ids: dict[str, object]) -> None:
    """Run a task's body here; a failure is logged by name and does not stop the other rounds.

    The bodies are loaded only now: while the broker is there, the reconciler needs none of their libraries.
    """
    try:
        if doorbell not in current_app.tasks:
            current_app.loader.import_default_modules()
        current_app.tasks[doorbell](**ids)
    except Exception:
        logger.exception("round failed: %s", doorbell)


def run_once(*, now: datetime) -> int:
    """Everything once, in this process, as of `now`: `manage.py tick`."""

    def work_then(doorbell: str, ids: dict[str, object]) -> None:
        work(doorbell, {**ids, "now": now.isoformat()})

    return Ticker(work_then).tick(now=now, elapsed=0.0)


def run_forever() -> None:
    """The reconciler of `make run`: survives a database that goes away and comes back."""
    ticker = Ticker(ring_or_work)
    while True:
        try:
            close_old_connections()
            ticker.tick(now=timezone.now(), elapsed=time.monotonic())
        except DatabaseError:
            logger.warning("the database is away; asking again")
        time.sleep(PAUSE_S)
