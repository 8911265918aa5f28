"""Did a source deliver what it usually delivers, so that silence can be believed?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from analytics.rules.week_level import SUNK, THIN, WEEK, WeekLevel
from analytics.rules.weekday import Weekday

ENOUGH = 0.95
SPEAKS_BACK = 28  # days before a declaration: whoever declares a least knows how the feed is now


class FeedStatus(StrEnum):
    """Of a source, or of a day of it. Everything but `ok` means: do not take silence for absence."""

    OK = "ok"
    LATE = "late"
    THIN = "thin"
    MISSING = "missing"


WORST_FIRST = (FeedStatus.MISSING, FeedStatus.THIN, FeedStatus.LATE, FeedStatus.OK)


@dataclass(frozen=True, slots=True)
class DayCoverage:
    """`expected` None: nothing is known yet about this weekday. `is_promised`: it is the heartbeat.

    `largest`: what that weekday brought at most in the year before the eight weeks that `expected` is learnt from.
    """

    date: date
    received: int
    expected: float | None
    status: FeedStatus
    is_promised: bool = False
    largest: int = 0


@dataclass(frozen=True, slots=True)
class Promise:
    """The declared least events of every day; `since`: when it was declared (None: it holds for all days)."""

    events: int
    since: date | None = None


def judge_days(received: Mapping[date, int], *, as_of: date, promise: Promise | None = None) -> list[DayCoverage]:
    """Every day from the first event to `as_of`.

    Where a least is declared, every day must bring 95 % of it, from 28 days before the declaration on. An earlier day
    need not: a feed that grew was no worse then. But one that fell is believed where it brought the new least.
    """
    found = _learnt(received, as_of=as_of)
    return _with_late_end([_as_promised(day, promise) for day in found] if promise else found)


def _as_promised(day: DayCoverage, promise: Promise) -> DayCoverage:
    is_kept = day.received >= ENOUGH * promise.events
    status = FeedStatus.OK if is_kept else FeedStatus.THIN if day.received else FeedStatus.MISSING
    promised = DayCoverage(day.date, day.received, float(promise.events), status, is_promised=True)
    if promise.since is None or day.date >= promise.since - timedelta(days=SPEAKS_BACK):
        return promised
    return promised if is_kept and day.status is not FeedStatus.OK else day


def _learnt(received: Mapping[date, int], *, as_of: date) -> list[DayCoverage]:
    """Expected is the median of the last eight same weekdays that were ok themselves, so that a long outage cannot
    teach that silence is normal.

    A silent day is believed only where that weekday was silent before, and in a run of at most twice the second longest
    run of silent days. A day of 30 % is thin, and one below 70 % while its whole week is that low; not where it was so
    a year ago (`week_level`).
    """
    if not (known := [day for day, events in received.items() if events > 0 and day <= as_of]):
        return []
    first = min(known)
    dates = [first + timedelta(days=step) for step in range((as_of - first).days + 1)]
    too_silent = _too_silent(dates, received)
    usual = [Weekday() for _ in range(WEEK)]
    level, found = WeekLevel(), list[DayCoverage]()
    for day in dates:
        events, before = received.get(day, 0), usual[day.weekday()]
        expected, floor = before.expected, before.floor
        is_sunk = level.is_sunk_with(events, expected)
        is_thin = (_is_thin(events, expected, floor) and not level.rests) or (is_sunk and _is_low(events, expected))
        if is_sunk:
            found[1 - WEEK :] = [_thin_if_low(each) for each in found[1 - WEEK :]]
        status = _day_status(events, is_too_thin=is_thin, is_too_silent=floor > 0 or day in too_silent)
        if status is FeedStatus.OK and not level.rests:
            before.learn(events)
            level.learn(events, expected)
        found.append(DayCoverage(day, events, expected, status, largest=before.largest))
    return found


def worst(statuses: Sequence[FeedStatus]) -> FeedStatus:
    """The worst of several sources; no source at all is `missing`."""
    return next((status for status in WORST_FIRST if status in statuses), FeedStatus.MISSING)


def _too_silent(dates: Sequence[date], received: Mapping[date, int]) -> frozenset[date]:
    """Days in runs of silence longer than twice what is usual (the second longest run that ended)."""
    runs = [list(run) for silent, run in groupby(dates, key=lambda day: not received.get(day)) if silent]
    ended = sorted((len(run) for run in runs if run[-1] != dates[-1]), reverse=True)
    limit = 2 * max(1, *ended[1:2], 1)
    return frozenset(day for run in runs if len(run) > limit for day in run)


def _is_thin(events: int, expected: float | None, floor: int) -> bool:
    return expected is not None and events <= THIN * expected and events < floor


def _is_low(events: int, expected: float | None) -> bool:
    return expected is not None and events < SUNK * expected


def _thin_if_low(day: DayCoverage) -> DayCoverage:
    """Only the week shows what its first days were."""
    is_thin = day.status is FeedStatus.OK and _is_low(day.received, day.expected)
    return replace(day, status=FeedStatus.THIN) if is_thin else day


def _day_status(events: int, *, is_too_thin: bool, is_too_silent: bool) -> FeedStatus:
    if events == 0:
        return FeedStatus.MISSING if is_too_silent else FeedStatus.OK
    return FeedStatus.THIN if is_too_thin else FeedStatus.OK


def _with_late_end(days: list[DayCoverage]) -> list[DayCoverage]:
    """One missing day at the end may still come: it is late."""
    if len(days) > 1 and days[-1].status is FeedStatus.MISSING and days[-2].status is FeedStatus.OK:
        last = days[-1]
        days[-1] = replace(last, status=FeedStatus.LATE)
    return days
