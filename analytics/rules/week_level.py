"""Did a feed lose a part of its events, although some arrive every day?"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import sqrt
from statistics import median

WEEK = 7
THIN = 0.3  # of what a day usually brings
SUNK = 0.7  # of what the seven days usually bring
RISEN = 0.85  # by then it is back
MEASURABLE = 20  # events a day: among fewer, one person who leaves is a large part
DEVIATIONS = 3
NEVER_EXPLAINED = 0.4  # however wild its days are
NOTED = 56  # days whose deviations tell how much the feed varies by itself
MAD_TO_SIGMA = 1.4826  # of a normal distribution
A_YEAR = 364  # the same weekday
AROUND = 7
AS_THEN = 0.8


@dataclass(slots=True)
class WeekLevel:
    """Told every day in turn, what it brought and what is usual for its weekday (None: not known yet).

    A feed sinks when seven days bring less than 70 % of the usual, and less than its own variation explains; not when
    it sank as far a year ago, as in the holidays. It is back when seven days bring 85 %: a few good days are no proof.
    """

    received: list[int] = field(default_factory=list)
    expected: list[float | None] = field(default_factory=list)
    shares: list[float | None] = field(default_factory=list)
    day_shares: list[float | None] = field(default_factory=list)
    is_sunk: bool = False
    deviations: deque[float] = field(default_factory=lambda: deque(maxlen=NOTED))

    def is_sunk_with(self, events: int, expected: float | None) -> bool:
        self.received.append(events)
        self.expected.append(expected)
        share = _share(self.received[-WEEK:], self.expected[-WEEK:])
        self.shares.append(share)
        self.day_shares.append(events / expected if expected and expected >= MEASURABLE else None)
        self.is_sunk = share is not None and self._is_low(share) and not _was_so_a_year_ago(self.shares, SUNK)
        return self.is_sunk

    def _is_low(self, share: float) -> bool:
        """What the feed's own variation explains is asked last: of a healthy one, never."""
        return share < RISEN if self.is_sunk else share < SUNK and share < self._explained()

    @property
    def rests(self) -> bool:
        """Is the last day told as thin as one was a year ago: a public holiday, the days between the years?"""
        share = self.day_shares[-1] if self.day_shares else None
        return share is not None and 0 < share <= THIN and _was_so_a_year_ago(self.day_shares, THIN / AS_THEN)

    def learn(self, events: int, expected: float | None) -> None:
        """From a day that is believed."""
        if expected:
            self.deviations.append(abs(events - expected) / expected)

    def _explained(self) -> float:
        noise = MAD_TO_SIGMA * median(self.deviations) if self.deviations else 0.0
        return max(NEVER_EXPLAINED, 1 - DEVIATIONS * noise / sqrt(WEEK))


def _was_so_a_year_ago(shares: Sequence[float | None], limit: float) -> bool:
    """Was the last share about as low then: not above the limit, and at most a quarter above today's?"""
    then = len(shares) - 1 - A_YEAR
    around = islice(shares, max(0, then - AROUND), max(0, then + AROUND + 1))
    share = shares[-1] or 0.0
    return any(each is not None and each <= limit and share >= AS_THEN * each for each in around)


def _share(received: Sequence[int], expected: Sequence[float | None]) -> float | None:
    """None while the usual is not known of all seven days, or is too little to measure by."""
    known = [each for each in expected if each is not None]
    if len(known) < WEEK or sum(known) < WEEK * MEASURABLE:
        return None
    return sum(received) / sum(known)
