"""Which days of a calendar are open, frozen, or those of a release?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lifecycle.rules.policies import Policy


@dataclass(frozen=True, slots=True)
class Freeze:
    """Days on which nothing may be taken away, both ends included."""

    rule: str
    first_date: date
    last_date: date


def nth_release(told: date, count: int, release_dates: Iterable[date]) -> tuple[date | None, str]:
    """The day of the n-th release after a day, and how one knows; None while too few are known."""
    later = sorted(day for day in set(release_dates) if day > told)
    if len(later) < count:
        return None, f"needs the dates of {count} releases after {told}, {len(later)} known"
    return later[count - 1], f"release {count} after the notice"


def next_window(day: date, policy: Policy) -> date:
    """The first day at or after `day` on which a policy with fixed windows allows the end."""
    years = (day.year, day.year + 1)
    candidates = (date(year, month, policy.window_day) for year in years for month in policy.window_months)
    return next(each for each in candidates if each >= day)


def freezes_in_the_way(day: date, freezes: Iterable[Freeze]) -> Iterator[Freeze]:
    """Each freeze that a day falls into, in order: the end of one may lie in the next."""
    for freeze in sorted(freezes, key=lambda each: (each.first_date, each.last_date)):
        if freeze.first_date <= day <= freeze.last_date:
            day = freeze.last_date + timedelta(days=1)
            yield freeze
