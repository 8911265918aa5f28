"""Which days must be added to, and taken from, the sums of the last 88 days of an earlier report?

The last 90 days of any account, in its own zone, hold the 88 UTC days before the last one whole, as no zone is a day
off. Their sums are kept from report to report; of the days around them (`edges`) rows count by the account's own day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.rules.report_basis import ReportBasis

SETTLED = 88
_EDGES = (-90, -89, 0, 1)


@dataclass(frozen=True, slots=True)
class SettledSums:
    """`is_whole`: the report's own sums are all there is, as the base's miss late rows; else both add up.

    `goes_on`: they start from the last report's. Each of `days` counts with its sign, +1 or -1.
    """

    is_whole: bool
    goes_on: bool
    days: tuple[tuple[date, int], ...]


def edges(as_of: date) -> tuple[date, ...]:
    """UTC days of which some hours may lie in the last 90 days of an account."""
    return tuple(as_of + timedelta(days=each) for each in _EDGES)


def settled_days(as_of: date) -> tuple[date, ...]:
    """UTC days that lie in them whole, in every zone."""
    return tuple(as_of - timedelta(days=back) for back in range(SETTLED, 0, -1))


def plan_settled(wanted: ReportBasis, *, before: ReportBasis, base: ReportBasis) -> SettledSums:
    """As `plan_onward`, which must have allowed it: days only gained rows."""
    is_whole = _differs(wanted, base)
    goes_on = not _differs(wanted, before) and is_whole == _differs(before, base)
    if is_whole and not goes_on:
        return SettledSums(is_whole, goes_on, _signed(settled_days(wanted.as_of), ()))
    start = before if goes_on else base
    return SettledSums(is_whole, goes_on, _signed(settled_days(wanted.as_of), settled_days(start.as_of)))


def _differs(now: ReportBasis, then: ReportBasis) -> bool:
    """Did any day of the sums then change since?"""
    return any(now.days.get(day) != then.days.get(day) for day in settled_days(then.as_of))


def _signed(wanted: Iterable[date], had: Iterable[date]) -> tuple[tuple[date, int], ...]:
    new, old = set(wanted), set(had)
    return tuple(sorted([(day, 1) for day in new - old] + [(day, -1) for day in old - new]))
