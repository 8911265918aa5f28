"""Which day of a zone is a quarter hour of a UTC day? Worked out once for each zone and month, then kept."""

from collections.abc import Iterable
from datetime import date, timedelta, tzinfo
from functools import lru_cache

from analytics.engines.duckdb.session import Session
from analytics.rules.local_days import DayShift, day_shifts


def prepare_shifts(session: Session, zones: Iterable[tzinfo], *, first: date, last: date) -> None:
    """The table `shifts` (zone, day, first_slot, last_slot, local_day) holds at least these days, inclusive."""
    session.run("shifts_table")
    known = {(str(zone), month) for zone, month in session.run("shifts_known")}
    months = _months(first, last)
    wanted = {(str(zone), month): zone for zone in zones for month in months}
    missing = [(key, each) for key in sorted(set(wanted) - known) for each in _month_shifts(wanted[key], key[1])]
    if missing:
        session.run(
            "shifts_add",
            zones=[zone for (zone, _), _ in missing],
            days=[each.day for _, each in missing],
            first_slots=[each.first_slot for _, each in missing],
            last_slots=[each.last_slot for _, each in missing],
            local_days=[each.local_day for _, each in missing],
        )


@lru_cache(maxsize=4096)
def _month_shifts(zone: tzinfo, month: date) -> tuple[DayShift, ...]:
    return tuple(day_shifts(zone, month, _after(month) - timedelta(days=1)))


def _months(first: date, last: date) -> list[date]:
    found = [first.replace(day=1)]
    while (following := _after(found[-1])) <= last:
        found.append(following)
    return found


def _after(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
