"""Do the tables of working days reach to the end of a plan, and whose days are only assumed?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from notifications.rules.picture import Picture, Promise
from notifications.rules.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class CalendarGap:
    """A place whose table ends before the plan does: its days after that may still be decreed otherwise."""

    place: str
    known_until: date
    accounts: int

    def __str__(self) -> str:
        return f"{self.place} after {self.known_until.isoformat()}"


@dataclass(frozen=True, slots=True)
class CalendarCover:
    """`version` names the tables; `assumed_accounts` are of an unknown country: Monday to Friday was taken."""

    version: str = ""
    assumed_accounts: int = 0
    gaps: tuple[CalendarGap, ...] = ()


def cover_of(picture: Picture) -> CalendarCover:
    places = ((account.place, account.days) for account in picture.accounts)
    return cover(picture.calendar, places, until=last_date(picture.milestones.values()))


def last_date(promises: Iterable[Promise]) -> date:
    return max((promise.day for promise in promises), default=date.min)


def cover(version: str, places: Iterable[tuple[str, WorkingDays]], *, until: date) -> CalendarCover:
    """Of one place and its days for each account. Gaps in the order of the places."""
    short: Counter[tuple[str, date]] = Counter()
    assumed = 0
    for place, days in places:
        assumed += days.assumed
        if days.known_until is not None and not days.covers(until):
            short[place, days.known_until] += 1
    gaps = tuple(CalendarGap(place, known, count) for (place, known), count in sorted(short.items()))
    return CalendarCover(version=version, assumed_accounts=assumed, gaps=gaps)
