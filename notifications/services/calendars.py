"""Which days does a country work?"""

from datetime import date
from functools import lru_cache

import holidays

from notifications.rules.working_days import MONDAY_TO_FRIDAY, WorkingDays

_YEARS_AHEAD = 3


@lru_cache(maxsize=512)
def working_days_of(country: str, *, first_year: int) -> WorkingDays:
    """The calendar of 'CN' or 'DE-BY' for some years; an unknown country works Monday to Friday, marked as assumed."""
    place, _, region = country.strip().upper().partition("-")
    years = range(first_year - 1, first_year + _YEARS_AHEAD)
    try:
        table = holidays.country_holidays(place, subdiv=region or None, years=years)
    except NotImplementedError:
        return MONDAY_TO_FRIDAY if not region else working_days_of(place, first_year=first_year)
    return WorkingDays(
        weekly_rest=frozenset(table.weekend),
        off=frozenset(table),
        worked=frozenset(table.weekend_workdays),
        known_until=date(years[-1], 12, 31),
    )
