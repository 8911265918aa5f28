"""How are ours and the peer measured fairly: in turns, in one run, by the median of several rounds?"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_OWN = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class Pair:
    """Median seconds of each, and the most memory that this process held while ours worked (Linux)."""

    ours_s: float
    peer_s: float
    peak_mb: float | None


@dataclass(frozen=True, slots=True)
class Spent:
    """By the clock, and by the processors: in this process and those that it started and waited for."""

    wall_s: float
    cpu_s: float

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s)


NOTHING = Spent(0.0, 0.0)


def rounds(scale: float, usual: int = 3) -> int:
    """A trial of the smallest size goes round once."""
    return usual if scale >= 0.01 else 1


def in_turns(ours: Callable[[int], object], peer: Callable[[int], object], *, times: int) -> Pair:
    """Each round runs both, and who begins changes; both get the round's number."""
    ours_s, peer_s, peaks = [], [], []
    for number in range(times):
        if number % 2:
            peer_s.append(seconds(peer, number))
        forget_peak()
        ours_s.append(seconds(ours, number))
        peaks.append(peak_mb())
        if not number % 2:
            peer_s.append(seconds(peer, number))
    return Pair(median(ours_s), median(peer_s), max((each for each in peaks if each), default=None))


def seconds(work: Callable[[int], object], number: int) -> float:
    began = time.monotonic()
    work(number)
    return time.monotonic() - began


def spent(work: Callable[[int], object]) -> Spent:
    before = os.times()
    wall_s = seconds(work, 0)
    return Spent(wall_s, sum(os.times()[:4]) - sum(before[:4]))


def forget_peak() -> None:
    """Let the kernel count the peak anew from here."""
    try:
        (_OWN / "clear_refs").write_text("5")
    except OSError:
        return


def peak_mb() -> float | None:
    try:
        status = (_OWN / "status").read_text()
    except OSError:
        return None
    found = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(found.split()[1]) / 1024
