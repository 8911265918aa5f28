"""What does a feed usually bring on one day of the week?"""

from collections import deque
from dataclasses import dataclass, field
from statistics import median

from analytics.rules.week_level import A_YEAR, WEEK

WEEKS = 8


@dataclass(frozen=True, slots=True)
class Weekday:
    """Told only of days that are believed. `recent`: of eight weeks; `earlier`: of the rest of a year before them."""

    recent: deque[int] = field(default_factory=lambda: deque(maxlen=WEEKS))
    earlier: deque[int] = field(default_factory=lambda: deque(maxlen=A_YEAR // WEEK - WEEKS))

    @property
    def expected(self) -> float | None:
        return float(median(self.recent)) if len(self.recent) > 1 else None

    @property
    def floor(self) -> int:
        return min(self.recent) if len(self.recent) > 1 else 0

    @property
    def largest(self) -> int:
        return max(self.earlier, default=0)

    def learn(self, events: int) -> None:
        if len(self.recent) == WEEKS:
            self.earlier.append(self.recent[0])
        self.recent.append(events)
