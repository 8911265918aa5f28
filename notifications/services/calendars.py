"""Which days does a country, a region or a customer work, and how far is that known?"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.metadata import version

import holidays

from lifecycle.api import Account
from notifications.models import CalendarDay
from notifications.rules.working_days import MONDAY_TO_FRIDAY, WorkingDays, with_own_days

_YEARS_AHEAD = 3
# Their governments move days of rest to other days each year anew; a year without such days is not decreed yet.
DECREED_YEARLY = frozenset({"BY", "CN", "HU", "KZ", "RU"})
_OwnDays = tuple[tuple[date, bool], ...]
_TABLES = f"holidays {version('holidays')}"  # read from the disk once


@lru_cache(maxsize=512)
def working_days_of(country: str, *, first_year: int, last_year: int = 0) -> WorkingDays:
    """The public table of 'CN' or 'DE-BY' for some years; an unknown country works Monday to Friday, as assumed."""
    place, _, region = _place(country).partition("-")
    years = range(first_year - 1, max(first_year + _YEARS_AHEAD, last_year + 2))
    language = "en_US" if place in DECREED_YEARLY else None
    try:
        table = holidays.country_holidays(place, subdiv=region or None, years=years, language=language)
    except NotImplementedError:
        if region:
            return working_days_of(place, first_year=first_year, last_year=last_year)
        return MONDAY_TO_FRIDAY
    last_known = min(years[-1], table.end_year)
    if place in DECREED_YEARLY:
        last_known = min(last_known, _last_decree(table))
    return WorkingDays(
        weekly_rest=frozenset(table.weekend),
        off=frozenset(table),
        worked=frozenset(table.weekend_workdays),
        known_until=date(last_known, 12, 31),
    )


def _last_decree(table: holidays.HolidayBase) -> int:
    moved = {day.year for day in table.weekend_workdays}
    moved |= {day.year for day, name in table.items() if "substituted" in name.lower()}
    return max(moved, default=min(table.years) - 1)


def _place(country: str) -> str:
    return country.strip().upper()


@dataclass(slots=True)
class CalendarBook:
    """All own days of places and accounts, read once; alike accounts share one calendar object.

    `version` names all that is counted by, `shared` the part of it that is no single account's.
    """

    first_year: int
    last_year: int
    version: str
    shared: str
    _places: Mapping[str, _OwnDays]
    _accounts: Mapping[int, _OwnDays]
    _known: dict[str, WorkingDays] = field(default_factory=dict)

    @classmethod
    def read(cls, *, first_year: int, last_year: int = 0) -> "CalendarBook":
        rows = list(CalendarDay.objects.order_by("date", "id"))
        places: defaultdict[str, _OwnDays] = defaultdict(tuple)
        accounts: defaultdict[int, _OwnDays] = defaultdict(tuple)
        for row in rows:
            if row.account_id is None:
                places[row.place] += ((row.date, row.is_worked),)
            else:
                accounts[row.account_id] += ((row.date, row.is_worked),)
        shared = _version([row for row in rows if row.account_id is None])
        return cls(first_year, last_year, _version(rows), shared, dict(places), dict(accounts))

    def of(self, account: Account) -> WorkingDays:
        """The account's own days go before its region's, those before its country's, and all before the table."""
        return self.of_account(account.pk, account.country)

    def of_account(self, number: int, country: str) -> WorkingDays:
        days = self.of_place(country)
        return with_own_days(days, self._accounts[number]) if number in self._accounts else days

    def of_place(self, country: str) -> WorkingDays:
        place = _place(country)
        if place not in self._known:
            whole = place.partition("-")[0]
            own = (*self._places.get(whole, ()), *(self._places.get(place, ()) if place != whole else ()))
            table = working_days_of(place, first_year=self.first_year, last_year=self.last_year)
            self._known[place] = with_own_days(table, own)
        return self._known[place]


def _version(rows: list[CalendarDay]) -> str:
    """Names the public tables and, when there are own days, their number and content."""
    tables = _TABLES
    if not rows:
        return tables
    told = "\n".join(f"{row.place or row.account_id} {row.date.isoformat()} {row.is_worked}" for row in rows)
    return f"{tables}, {len(rows)} own days {hashlib.sha256(told.encode()).hexdigest()[:8]}"
