"""What happens when a child dies, and in which order do they stop?"""

import subprocess
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.services.family import Family
from config.services.problems import ServiceProblem
from config.services.schema import last_lines

Say = Callable[[str], None]
BACK_OFF_S = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
DEATHS, WITHIN_S = 3, 60.0
QUIET_S = 300.0  # after so long without a death the back-off begins anew


@dataclass(slots=True)
class Child:
    """`launch` starts it without waiting; a child is down between its death and `again_at`."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    running: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=len(BACK_OFF_S)))
    again_at: float = 0.0


@dataclass(slots=True)
class Supervisor:
    family: Family
    log: Path
    say: Say
    children: list[Child] = field(default_factory=list)

    def add(
        self, name: str, launch: Callable[[], subprocess.Popen[bytes]], running: subprocess.Popen[bytes] | None = None
    ) -> None:
        """Starts it, unless it is running already."""
        child = Child(name, launch, running)
        self.children.append(child)
        if running is None:
            self._launch(child)

    def look(self) -> None:
        """Start again what has died. Raises ServiceProblem when one dies too often."""
        now = time.monotonic()
        for child in self.children:
            if child.running is None:
                if now >= child.again_at:
                    self._launch(child)
            elif child.running.poll() is not None:
                self._died(child, child.running.returncode, now)

    def _launch(self, child: Child) -> None:
        with self.family.guard():  # an interruption between start and note would leave it without an owner
            child.running = child.launch()

    def _died(self, child: Child, code: int, now: float) -> None:
        if child.running:
            self.family.stop(child.name, child.running)  # its own children go too
        child.running = None
        if child.deaths and now - child.deaths[-1] > QUIET_S:
            child.deaths.clear()
        child.deaths.append(now)
        recent = [at for at in child.deaths if now - at <= WITHIN_S]
        if len(recent) >= DEATHS:
            log = self.log / f"{child.name}.log"
            raise ServiceProblem(f"{child.name} died {DEATHS} times in a minute. The end of {log}:\n{last_lines(log)}")
        wait = BACK_OFF_S[len(child.deaths) - 1]
        child.again_at = now + wait
        self.say(f"{child.name} ended ({_reason(code)}); starting it again in {wait:.0f} s.")

    def stop(self, *names: str) -> None:
        """Ask all of them at once, then wait for each in this order."""
        chosen = [child for name in names for child in self.children if child.name == name and child.running]
        for child in chosen:
            if child.running:
                self.family.ask(child.name, child.running)
        for child in chosen:
            if child.running:
                self.family.stop(child.name, child.running, patience_s=20.0)
                child.running = None


def _reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"
