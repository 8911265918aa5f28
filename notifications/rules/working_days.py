"""Which days does an account work, and which working day lies n steps away?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

SATURDAY_SUNDAY = frozenset({5, 6})
_ONE_DAY = timedelta(days=1)
_LONGEST_REST = 60  # a calendar that rests longer than this is a broken table


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A frozen calendar of one country and region.

    `off` are days of rest beyond the weekly ones, `worked` are weekly rest days that are worked (China's make-up
    Saturdays). `assumed` says that the country is unknown and Monday to Friday was taken. `known_until` is the last
    day that the table covers, None when it needs no table.
    """

    weekly_rest: frozenset[int] = SATURDAY_SUNDAY
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    assumed: bool = False
    known_until: date | None = None

    def is_working(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day.weekday() not in self.weekly_rest and day not in self.off

    def covers(self, day: date) -> bool:
        return self.known_until is None or day <= self.known_until


MONDAY_TO_FRIDAY = WorkingDays(assumed=True)


def with_own_days(days: WorkingDays, own: Iterable[tuple[date, bool]]) -> WorkingDays:
    """`own` are days that are worked (True) or not, whatever the table says; of two for one day the later holds."""
    said = dict(own)
    if not said:
        return days
    worked = frozenset(day for day, is_worked in said.items() if is_worked)
    rest = frozenset(said) - worked
    return replace(days, off=(days.off - worked) | rest, worked=(days.worked - rest) | worked)


def at_or_before(day: date, days: WorkingDays) -> date:
    """The day itself when it is worked, else the nearest earlier one."""
    return _roll(day, days, -_ONE_DAY)


def at_or_after(day: date, days: WorkingDays) -> date:
    """The day itself when it is worked, else the nearest later one."""
    return _roll(day, days, _ONE_DAY)


def shifted(day: date, count: int, days: WorkingDays) -> date:
    """The `count`-th working day after `day` (before it when negative); zero is the day itself."""
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    for _ in range(abs(count)):
        day = _roll(day + step, days, step)
    return day


def _roll(day: date, days: WorkingDays, step: timedelta) -> date:
    for _ in range(_LONGEST_REST):
        if days.is_working(day):
            return day
        day += step
    raise ValueError(f"no working day within {_LONGEST_REST} days of {day.isoformat()}: the calendar is broken")
