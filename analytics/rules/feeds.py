"""May the figures of a module be believed: did all sources that it needs deliver?"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from analytics.rules.clock_skew import ClockSkew
from analytics.rules.coverage import DayCoverage, FeedStatus, Promise, judge_days, worst
from analytics.rules.measures import WINDOWS
from analytics.rules.source_figures import SourceFigures
from analytics.rules.window_coverage import WINDOW, FeedCoverage, judge_window

_Judged = TypeVar("_Judged", DayCoverage, FeedCoverage)


@dataclass(frozen=True, slots=True)
class Feeds:
    """All needed sources together. `first_date` is where their history begins.

    `covered_windows`: the windows, of 1, 7, 28 and 90 days, in which every source delivered at least 95 % of what is
    expected. `gaps`: days on which any of them was not ok, sorted. `behind`: days of which events came that the figures
    miss until they are rolled up; while there is any, no window is covered and each source is late at best.
    """

    as_of: date
    sources: tuple[SourceFigures, ...]
    covered_windows: frozenset[int]
    gaps: tuple[date, ...]
    first_date: date | None
    behind: frozenset[date] = frozenset()

    @property
    def status(self) -> FeedStatus:
        return worst([each.coverage.status for each in self.sources])

    @property
    def arrived(self) -> float | None:
        """Of what is expected in 28 days, what arrived, at the worst source; None without any source."""
        return min((each.coverage.arrived for each in self.sources), default=None)

    @property
    def history_days(self) -> int:
        return (self.as_of - self.first_date).days + 1 if self.first_date else 0

    @property
    def only_source(self) -> str | None:
        """The source of every figure, where there is no other."""
        return self.sources[0].source if len(self.sources) == 1 else None

    def is_covered(self, window: int = WINDOW) -> bool:
        return window in self.covered_windows

    def is_counted(self, window: int) -> bool:
        """May a zero be told: did the sources deliver in the window, and does their history reach all of it?

        A verdict needs less: what an account did in a week is known after a week.
        """
        return self.is_covered(window) and self.history_days >= window

    def as_json(self) -> dict[str, object]:
        return {"status": self.status.value, "sources": [each.as_json() for each in self.sources]}

    def is_known(self, day: date) -> bool:
        """Would a day without events really have been one?"""
        if self.first_date is None or not self.first_date <= day <= self.as_of:
            return False
        return self.gaps_after(day - timedelta(days=1)) == self.gaps_after(day)

    def gaps_after(self, day: date) -> int:
        """How many days after it a source did not deliver."""
        return len(self.gaps) - bisect_right(self.gaps, day)


def judge_feeds(
    received: Mapping[str, Mapping[date, int]],
    *,
    last_at: Mapping[str, datetime],
    promises: Mapping[str, Promise],
    as_of: date,
    clocks: Mapping[str, ClockSkew] | None = None,
    behind: frozenset[date] = frozenset(),
) -> Feeds:
    """From events per needed source and UTC day."""
    days = {
        source: judge_days(counts, as_of=as_of, promise=promises.get(source))
        for source, counts in sorted(received.items())
    }
    before = as_of - timedelta(days=WINDOW)
    sources = tuple(
        SourceFigures(
            source=source,
            coverage=_at_best_late(judge_window(found, as_of=as_of), is_late=bool(behind)),
            last_at=last_at.get(source),
            heartbeat=promises[source].events if source in promises else None,
            days=tuple(_at_best_late(day, is_late=day.date in behind) for day in found if day.date > before),
            clock=(clocks or {}).get(source) or ClockSkew(),
        )
        for source, found in days.items()
    )
    firsts = [found[0].date for found in days.values() if found]
    is_whole = bool(days) and not behind
    gaps = {day.date for found in days.values() for day in found if day.status is not FeedStatus.OK}
    return Feeds(
        as_of=as_of,
        sources=sources,
        covered_windows=frozenset(
            window for window in WINDOWS if is_whole and _is_covered(days.values(), as_of, window)
        ),
        gaps=tuple(sorted(gaps | behind)),
        first_date=min(firsts) if firsts else None,
        behind=behind,
    )


def _at_best_late(found: _Judged, *, is_late: bool) -> _Judged:
    return replace(found, status=FeedStatus.LATE) if is_late and found.status is FeedStatus.OK else found


def _is_covered(days: Iterable[Sequence[DayCoverage]], as_of: date, window: int) -> bool:
    return all(judge_window(found, as_of=as_of, window=window).is_enough for found in days)
