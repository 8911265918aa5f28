"""May the figures of a module be believed: did all sources that it needs deliver?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from analytics.rules.coverage import WINDOW, DayCoverage, FeedCoverage, FeedStatus, judge_days, judge_window, worst
from analytics.rules.measures import WINDOWS


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """A needed source in the 28 days up to as_of."""

    source: str
    coverage: FeedCoverage
    last_at: datetime | None

    def as_json(self) -> dict[str, object]:
        return {
            "source": self.source,
            "status": self.coverage.status.value,
            "received": self.coverage.received,
            "expected": self.coverage.expected,
            "last_at": self.last_at.isoformat() if self.last_at else None,
        }


@dataclass(frozen=True, slots=True)
class Feeds:
    """All needed sources together. `first_date` is where their history begins.

    `covered_windows`: the windows, of 1, 7, 28 and 90 days, in which every source delivered at least 95 % of what is
    expected. `gaps`: days on which any of them was not ok.
    """

    as_of: date
    sources: tuple[SourceFigures, ...]
    covered_windows: frozenset[int]
    gaps: frozenset[date]
    first_date: date | None

    @property
    def status(self) -> FeedStatus:
        return worst([each.coverage.status for each in self.sources])

    @property
    def history_days(self) -> int:
        return (self.as_of - self.first_date).days + 1 if self.first_date else 0

    def is_covered(self, window: int = WINDOW) -> bool:
        return window in self.covered_windows

    def as_json(self) -> dict[str, object]:
        return {"status": self.status.value, "sources": [each.as_json() for each in self.sources]}

    def is_known(self, day: date) -> bool:
        """Would a day without events really have been one?"""
        return self.first_date is not None and self.first_date <= day <= self.as_of and day not in self.gaps


def judge_feeds(
    received: Mapping[str, Mapping[date, int]],
    *,
    last_at: Mapping[str, datetime],
    heartbeats: Mapping[str, int],
    as_of: date,
) -> Feeds:
    """From events per needed source and UTC day."""
    days = {
        source: judge_days(counts, as_of=as_of, heartbeat=heartbeats.get(source))
        for source, counts in sorted(received.items())
    }
    sources = tuple(
        SourceFigures(source, judge_window(found, as_of=as_of), last_at.get(source)) for source, found in days.items()
    )
    firsts = [found[0].date for found in days.values() if found]
    return Feeds(
        as_of=as_of,
        sources=sources,
        covered_windows=frozenset(window for window in WINDOWS if days and _is_covered(days.values(), as_of, window)),
        gaps=frozenset(day.date for found in days.values() for day in found if day.status is not FeedStatus.OK),
        first_date=min(firsts) if firsts else None,
    )


def _is_covered(days: Iterable[Sequence[DayCoverage]], as_of: date, window: int) -> bool:
    return all(judge_window(found, as_of=as_of, window=window).is_enough for found in days)
