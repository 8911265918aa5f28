"""Who does what takes long while no worker hears, so that no letter waits for it?"""

import threading
from collections import defaultdict
from collections.abc import Callable

from django.db import close_old_connections, connections

from config.schedule import SCHEDULE

Work = Callable[[str, dict[str, object]], None]


class Beside:
    """Short rounds here and now; those of each queue of long ones in a thread beside, one after another; what is urgent
    in one of its own.

    A thread cannot be stopped after a time as a worker's work can: a round that hangs keeps those of its own queue
    waiting, never a short one. What is rung for while it waits or is being done is done once.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        lanes: dict[str, _Lane] = defaultdict(lambda: _Lane(work))
        self._lanes = {
            each.doorbell: lanes[each.doorbell if each.is_urgent else each.queue] for each in SCHEDULE if each.is_long
        }

    def __call__(self, doorbell: str, ids: dict[str, object]) -> None:
        if doorbell in self._lanes:
            self._lanes[doorbell].add(doorbell, ids)
        else:
            self._work(doorbell, ids)


class _Lane:
    """Its thread is there only while something waits."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._waiting: dict[tuple[str, str], dict[str, object]] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, doorbell: str, ids: dict[str, object]) -> None:
        with self._lock:
            self._waiting.setdefault((doorbell, repr(sorted(ids.items()))), ids)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._empty, name="long rounds", daemon=True)
                self._thread.start()

    def _empty(self) -> None:
        try:
            while (first := self._first()) is not None:
                self._do(first)
        finally:
            connections.close_all()

    def _do(self, first: tuple[str, str]) -> None:
        """A round that ends its thread has told so before it is no longer waited for: the next one needs another."""
        goes_on = False
        try:
            close_old_connections()
            self._work(first[0], self._waiting[first])
            goes_on = True
        finally:
            with self._lock:
                del self._waiting[first]
                if not goes_on:
                    self._thread = None

    def _first(self) -> tuple[str, str] | None:
        """The end of the thread is told under the lock, so that nothing is left lying between two threads."""
        with self._lock:
            if not self._waiting:
                self._thread = None
            return next(iter(self._waiting), None)
