"""How much of what is expected of a source in a window of days arrived?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.rules.coverage import ENOUGH, DayCoverage, FeedStatus

WINDOW = 28


@dataclass(frozen=True, slots=True)
class FeedCoverage:
    """A window of a source: events received and expected (None: no expectation yet), and the share covered, 0…1.

    `arrived`: of what is expected, 0…1. Days that are as usual are covered whole, whatever arrived on them.
    """

    status: FeedStatus
    received: int
    expected: float | None
    share: float
    arrived: float

    @property
    def is_enough(self) -> bool:
        return self.share >= ENOUGH


def judge_window(days: Sequence[DayCoverage], *, as_of: date, window: int = WINDOW) -> FeedCoverage:
    """The last `window` days up to `as_of`; without any day the source is missing."""
    inside = [day for day in days if as_of - timedelta(days=window) < day.date <= as_of]
    if not inside:
        return FeedCoverage(FeedStatus.MISSING, 0, None, 0.0, 0.0)
    normal = [day.received for day in days if day.status is FeedStatus.OK]
    mean = sum(normal) / len(normal) if normal else 1.0
    weights = [_weight(day, mean) for day in inside]
    covered = sum(
        weight if day.status is FeedStatus.OK and not day.is_promised else min(float(day.received), weight)
        for day, weight in zip(inside, weights, strict=True)
    )
    share = covered / sum(weights) if sum(weights) else 1.0
    known = [(day.received, day.expected) for day in inside if day.expected is not None]
    expected = sum(each for _, each in known)
    return FeedCoverage(
        status=_window_status(inside, share),
        received=sum(day.received for day in inside),
        expected=expected if known else None,
        share=share,
        arrived=min(share, sum(each for each, _ in known) / expected) if expected else share,
    )


def _weight(day: DayCoverage, mean: float) -> float:
    if day.status is FeedStatus.OK:
        return day.expected if day.expected is not None else float(day.received)
    return max(day.expected or 0.0, mean if not day.expected else 0.0)


def _window_status(days: Sequence[DayCoverage], share: float) -> FeedStatus:
    if days[-1].status is FeedStatus.LATE:
        return FeedStatus.LATE if share >= ENOUGH or len(days) == 1 else FeedStatus.MISSING
    if share >= ENOUGH:
        return days[-1].status
    bad = [day.status for day in days if day.status is not FeedStatus.OK]
    return FeedStatus.MISSING if FeedStatus.MISSING in bad else FeedStatus.THIN
