"""Which users look like programs that flood, and what is left of the figures without them?"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from analytics.rules.measures import WINDOWS, AccountFacts, DayFigures, ModuleFacts

TIMES = 50
SHARE = 0.99
FEWEST = 10  # days of use by others, below which there is no percentile to speak of
PERIOD = 90


@dataclass(frozen=True, slots=True)
class Flood:
    """`peak`: its most events of a UTC day, first on `peak_date`; `usual`: the account's 99th percentile without it."""

    account: str
    user: str
    peak: int
    peak_date: date
    usual: int


@dataclass(frozen=True, slots=True)
class Flagged:
    """Somebody left out of the counts of a module. `is_open`: nobody has decided yet."""

    account: str
    user: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class People:
    """What is left of an account's figures without those who flood, in days of its own zone.

    `other_days`, `flood_days`: UTC days of use by everybody else, and by each who floods.
    """

    users_28: int
    users_28_before: int
    users_90: int
    last_at: datetime | None
    last_user: str | None
    last_source: str | None
    use_days: tuple[date, ...]
    weekly_users: tuple[int, ...]
    flagged: int
    flood_date: date | None
    other_days: frozenset[date] = frozenset()
    flood_days: Mapping[str, frozenset[date]] = field(default_factory=dict)


def percentile(values: Sequence[int], share: float = SHARE) -> int:
    """The nearest rank: the least value that `share` of all do not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def without_floods(facts: ModuleFacts, people: Mapping[str, People], *, as_of: date) -> ModuleFacts:
    """Users, accounts, verdicts and last uses without who floods; events, dependence and rank keep them."""
    if not people:
        return facts
    return replace(
        facts,
        users={n: facts.users[n] - _left_out(people, as_of, n) for n in WINDOWS},
        accounts={n: facts.accounts[n] - _flooded_only(people, as_of, n) for n in WINDOWS},
        daily=tuple(_day(day, people) for day in facts.daily),
        by_account={key: _account(found, people.get(key)) for key, found in facts.by_account.items()},
    )


def _left_out(people: Mapping[str, People], as_of: date, window: int) -> int:
    days = [days for each in people.values() for days in each.flood_days.values()]
    return sum(_meets(found, as_of, window) for found in days)


def _flooded_only(people: Mapping[str, People], as_of: date, window: int) -> int:
    """Accounts that nobody else used."""
    return sum(
        not _meets(each.other_days, as_of, window)
        and any(_meets(days, as_of, window) for days in each.flood_days.values())
        for each in people.values()
    )


def _meets(days: Collection[date], as_of: date, window: int) -> bool:
    return any(as_of - timedelta(days=window) < day <= as_of for day in days)


def _day(day: DayFigures, people: Mapping[str, People]) -> DayFigures:
    return replace(
        day,
        users=day.users - _left_out(people, day.date, 1),
        users_28=day.users_28 - _left_out(people, day.date, 28),
        accounts=day.accounts - _flooded_only(people, day.date, 1),
    )


def _account(facts: AccountFacts, people: People | None) -> AccountFacts:
    if people is None:
        return facts
    return replace(
        facts,
        users_28=people.users_28,
        users_28_before=people.users_28_before,
        users_90=people.users_90,
        last_at=people.last_at,
        last_user=people.last_user,
        last_source=people.last_source,
        use_days=people.use_days,
        weekly_users=people.weekly_users,
        flagged=people.flagged,
        flood_date=people.flood_date,
    )
