"""How old is a figure, and is it too old to act on?"""

from datetime import datetime, timedelta
from enum import StrEnum


class Age(StrEnum):
    """`late` past its freshness, `stale` past twice of it (that blocks gates), `unknown` without any date."""

    FRESH = "fresh"
    LATE = "late"
    STALE = "stale"
    UNKNOWN = "unknown"


def age_of(as_of: datetime | None, *, fresh_for: timedelta, now: datetime) -> Age:
    if as_of is None:
        return Age.UNKNOWN
    passed = now - as_of
    if passed <= fresh_for:
        return Age.FRESH
    return Age.LATE if passed <= 2 * fresh_for else Age.STALE
