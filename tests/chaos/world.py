"""Which programs and servers does a run consist of, and what does each calamity do to them?"""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field

from config.services.embedded import Embedded
from tests.chaos.calamities import Calamity
from tests.chaos.programs import Program

PAUSE_S = 7.0  # longer than the lease of `tests/chaos/settings.py`
BROKER_AWAY_S = 1.5


@dataclass
class World:
    """Without `servers` only programs can be struck."""

    worker: Program
    schedulers: list[Program] = field(default_factory=list)
    servers: Embedded | None = None
    struck: dict[Calamity, int] = field(default_factory=dict)
    _paused: dict[int, float] = field(default_factory=dict)

    def strike(self, calamity: Calamity) -> None:
        self.struck[calamity] = self.struck.get(calamity, 0) + 1
        getattr(self, f"_{calamity}")()

    def tend(self, *, all_of_them: bool = False) -> None:
        """Let go on whoever was paused for long enough."""
        for pid, until in list(self._paused.items()):
            if all_of_them or time.monotonic() >= until:
                del self._paused[pid]
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def revive(self) -> None:
        """As the runner does: a program that ended by itself, struck while it started, is started again."""
        for program in (self.worker, *self.schedulers):
            if not program.is_running:
                program.kill_all()
                program.start()

    def _children(self) -> None:
        for pid in self.worker.children():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _worker(self) -> None:
        self.worker.kill_all()
        self.worker.start()

    def _scheduler(self) -> None:
        one = self.schedulers[self.struck[Calamity.SCHEDULER] % len(self.schedulers)]
        one.kill_all()
        one.start()

    def _zombie(self) -> None:
        free = [pid for pid in self.worker.children() if pid not in self._paused]
        for pid in free[:1]:
            os.kill(pid, signal.SIGSTOP)
            self._paused[pid] = time.monotonic() + PAUSE_S

    def _broker(self) -> None:
        """It keeps nothing on disk: whatever it held is gone."""
        assert self.servers
        valkey = self.servers.valkey
        assert valkey.child
        valkey.child.kill()
        valkey.child.wait()
        self.servers.family.ended("valkey")
        time.sleep(BROKER_AWAY_S)
        valkey.launch()
        valkey.wait()

    def _database(self) -> None:
        """An immediate stop, as when the machine loses its server: connections break, and it recovers from its log."""
        assert self.servers
        postgres = self.servers.postgres
        assert postgres.child
        postgres.child.send_signal(signal.SIGQUIT)
        postgres.child.wait()
        self.servers.family.ended("postgres")
        postgres.start()
