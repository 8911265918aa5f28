"""Is a source's clock ahead of ours or behind, judged by when its deliveries came?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from statistics import median

TOLERANCE_S = 300
FEWEST = 3
STEADY_S = 120  # deliveries that lag so much alike, and come more often than they lag, wait for nothing


class ClockStatus(StrEnum):
    """`unknown`: too few deliveries, or they come too irregularly to tell a late delivery from a late clock."""

    OK = "ok"
    AHEAD = "ahead"
    BEHIND = "behind"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Delivered:
    """A batch of a source: when we took it and its newest event, both UTC."""

    taken_at: datetime
    newest_at: datetime


@dataclass(frozen=True, slots=True)
class ClockSkew:
    """`skew_s`: seconds by which the source's clock is ahead (negative: behind), None when it cannot be told.

    `furthest_ahead_s`: the worst single event that lay in our future, 0 without any.
    """

    status: ClockStatus = ClockStatus.UNKNOWN
    skew_s: int | None = None
    furthest_ahead_s: int = 0
    deliveries: int = 0

    def as_json(self) -> dict[str, object]:
        return {
            "status": self.status.value,
            "skew_s": self.skew_s,
            "furthest_ahead_s": self.furthest_ahead_s,
            "deliveries": self.deliveries,
        }


def estimate_skew(deliveries: Sequence[Delivered]) -> ClockSkew:
    """From how far the newest event of each delivery lies ahead of its arrival.

    A delivery may wait, never hurry: an event from our future proves a clock ahead. One from our past may only have
    waited, as a nightly file does; but deliveries that lag alike and come far more often than they lag wait for
    nothing, and then the lag is the clock's. The median keeps one odd delivery from deciding.
    """
    leads = sorted((each.newest_at - each.taken_at).total_seconds() for each in deliveries)
    if not leads:
        return ClockSkew()
    furthest = round(leads[-1]) if leads[-1] > TOLERANCE_S else 0
    middle = round(median(leads))
    if len(leads) < FEWEST:
        return ClockSkew(ClockStatus.UNKNOWN, None, furthest, len(leads))
    if middle > TOLERANCE_S:
        return ClockSkew(ClockStatus.AHEAD, middle, furthest, len(leads))
    if abs(leads[-1]) <= TOLERANCE_S or furthest:
        return ClockSkew(ClockStatus.OK, 0, furthest, len(leads))
    if leads[-1] - leads[len(leads) // 4] <= STEADY_S and -middle > 2 * _usual_wait(deliveries):
        return ClockSkew(ClockStatus.BEHIND, middle, 0, len(leads))
    return ClockSkew(ClockStatus.UNKNOWN, None, 0, len(leads))


def _usual_wait(deliveries: Sequence[Delivered]) -> float:
    """Seconds from one delivery to the next."""
    times = sorted(each.taken_at for each in deliveries)
    return median((later - earlier).total_seconds() for earlier, later in pairwise(times))
