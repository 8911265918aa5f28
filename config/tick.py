"""What is due now? Rings for it, and does the work itself when nobody hears."""

import logging
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from config.bell import Bell, Ring, work
from config.beside import Beside
from config.schedule import CANARY, CANARY_EVERY_S, HEARD, SCHEDULE, Per, Round
from config.services.tick_mark import mark_tick
from lifecycle.api import Account, SunsetPlan, await_beat, beat, queues_heard, reading
from lifecycle.rules.signs_of_life import SILENT_FOR, TICK, deserted, sign_of, unheard

logger = logging.getLogger(__name__)
PAUSE_S = 1.0
COUNT_EVERY_S = 60
DRIVE = "lifecycle.drive_switches"  # also for ended plans until the host product shows what they ask for


class Ticker:
    """Asks each round's question when its time has come; remembers only when it asked last."""

    def __init__(self, ring: Ring, *, work: Ring | None = None, beats: bool = True) -> None:
        """`work` is what is done while no worker hears what is rung; without it nobody else is waited for. `beats` says
        that this is the clock's own time.
        """
        self._ring, self._work, self._beats = ring, work, beats
        self._asked: dict[str, float] = {}
        self._began: float | None = None
        self._accounts = 0

    def tick(self, *, now: datetime, elapsed: float) -> int:
        """Ring for every round whose interval is over by the monotonic clock `elapsed`; answer how many."""
        started, told = time.monotonic(), self._beat(now, 0)
        if self._is_due("accounts", COUNT_EVERY_S, elapsed):
            self._accounts = Account.objects.count()
        if self._is_due(CANARY, CANARY_EVERY_S, elapsed):
            self._ring_canaries(now)
        due = [each for each in SCHEDULE if self._is_due(each.doorbell, each.wait_s(self._accounts), elapsed)]
        deaf = self._unheard(now, elapsed)
        plans = list(SunsetPlan.objects.active().values_list("pk", flat=True)) if due else []
        for each in due:
            undone = reading.plans_not_driven() if each.doorbell == DRIVE else []
            ring = deaf.get(each.doorbell, self._ring)
            self._ring_round(ring, each, [*plans, *(pk for pk in undone if pk not in plans)])
            if (took := int(time.monotonic() - started)) > told:
                told = self._beat(now, took)
        mark_tick(Path(settings.STATE_DIR))
        return len(due)

    def _ring_round(self, ring: Ring, each: Round, plans: list[int]) -> None:
        for ids in [{"plan_id": pk} for pk in plans] if each.per is not Per.ONCE else [{}]:
            ring(each.doorbell, dict(ids))

    def _beat(self, now: datetime, took: int) -> int:
        """Before the rounds and, while they work themselves, after each: a long one is no silence."""
        if self._beats:
            beat(name=TICK, now=now + timedelta(seconds=took))
        return took

    def _ring_canaries(self, now: datetime) -> None:
        """Before the rounds, which may keep a worker busy."""
        for queue in HEARD:
            if self._work and self._beats:
                await_beat(name=sign_of(queue), now=now)
            self._ring(CANARY, {"queue": queue})

    def _unheard(self, now: datetime, elapsed: float) -> dict[str, Ring]:
        """By doorbell, who does what nobody hears. What takes long waits for a worker that is busy; a letter does not.
        Only once we have rung for a minute: after a start of everything the workers are asked first.
        """
        self._began = elapsed if self._began is None else self._began
        if self._work is None or elapsed - self._began <= SILENT_FOR.total_seconds():
            return {}
        signs = queues_heard()
        dead, deaf = deserted(signs, now=now), unheard(signs, now=now)
        gone = [each.doorbell for each in SCHEDULE if each.queue in (dead if each.may_wait else deaf)]
        return dict.fromkeys(gone, self._work)

    def _is_due(self, name: str, every_s: int, elapsed: float) -> bool:
        if elapsed - self._asked.get(name, float("-inf")) < every_s:
            return False
        self._asked[name] = elapsed
        return True


def run_once(*, now: datetime, beats: bool = True) -> int:
    """Everything once, in this process, as of `now`: `manage.py tick`; at another time than now it shows no life."""

    def work_then(doorbell: str, ids: dict[str, object]) -> None:
        work(doorbell, {**ids, "now": now.isoformat()})

    return Ticker(work_then, beats=beats).tick(now=now, elapsed=0.0)


def run_forever() -> None:
    """The reconciler of `make run`: survives a database that goes away and comes back."""
    beside = Beside(work)
    ticker = Ticker(Bell(beside), work=beside)
    while True:
        try:
            close_old_connections()
            ticker.tick(now=timezone.now(), elapsed=time.monotonic())
        except DatabaseError:
            logger.warning("the database is away; asking again")
        time.sleep(PAUSE_S)
