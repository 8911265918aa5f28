"""Which counted figures does an engine hand over, before anybody judges them?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

WINDOWS = (1, 7, 28, 90)
SERIES_DAYS = 180
WEEKS = 12


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A UTC day: its users, accounts and events, and the distinct users of the 28 days that end with it."""

    date: date
    users: int
    users_28: int
    accounts: int
    events: int


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One account, in days of its own zone up to as_of. `weekly_users` has twelve weeks, the oldest first.

    `use_days` are sorted and distinct. `events_all_90` and `rank` compare with the account's other modules. `since` is
    the account's first activity in any module. `last_source` carried the last use.

    `flagged`: users left out as floods; `flood_date`: the last use by one of them whom nobody has decided on.
    """

    account: str
    users_28: int = 0
    users_28_before: int = 0
    users_90: int = 0
    events_28: int = 0
    events_90: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    last_user: str | None = None
    use_days: tuple[date, ...] = ()
    weekly_users: tuple[int, ...] = (0,) * WEEKS
    events_all_90: int = 0
    rank: int | None = None
    since: datetime | None = None
    last_source: str | None = None
    flagged: int = 0
    flood_date: date | None = None


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """`users` and `accounts` by window (1, 7, 28, 90 days); `sources` are those that ever carried the module."""

    users: Mapping[int, int] = field(default_factory=lambda: dict.fromkeys(WINDOWS, 0))
    accounts: Mapping[int, int] = field(default_factory=lambda: dict.fromkeys(WINDOWS, 0))
    daily: tuple[DayFigures, ...] = ()
    sources: tuple[str, ...] = ()
    by_account: Mapping[str, AccountFacts] = field(default_factory=dict)
