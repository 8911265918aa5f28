"""What does a module's use look like, and what would removing it put at risk?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.rules.account_json import account_as_json
from analytics.rules.account_usage import AccountProfile, AccountUsage, describe_account
from analytics.rules.concentration import Concentration, concentration
from analytics.rules.feeds import Feeds
from analytics.rules.known_figures import known_count
from analytics.rules.measures import WINDOWS, AccountFacts, DayFigures, ModuleFacts
from analytics.rules.revenue_at_risk import RevenueAtRisk, revenue_at_risk
from analytics.rules.window_coverage import WINDOW


@dataclass(frozen=True, slots=True)
class KnownDay:
    """A UTC day of the series; None is unknown."""

    date: date
    users: int | None
    users_28: int | None
    accounts: int | None
    events: int | None

    def as_json(self) -> dict[str, object]:
        return {
            "date": self.date.isoformat(),
            "users": self.users,
            "users_28": self.users_28,
            "accounts": self.accounts,
            "events": self.events,
        }


@dataclass(frozen=True, slots=True)
class ModuleUsage:
    """Module figures in UTC days, account figures in each account's own; windows end with `as_of`.

    `by_account` is ordered by dependence × revenue, the largest first, unknown last, then by key.
    """

    module: str
    as_of: date
    feeds: Feeds
    users: Mapping[int, int | None]
    accounts: Mapping[int, int | None]
    daily: tuple[KnownDay, ...]
    concentration: Concentration
    revenue_at_risk: RevenueAtRisk
    by_account: tuple[AccountUsage, ...]

    def as_json(self) -> dict[str, object]:
        """The published form (usage, section 2)."""
        return {
            "module": self.module,
            "as_of": self.as_of.isoformat(),
            "coverage": self.feeds.as_json(),
            "users": {str(window): self.users[window] for window in WINDOWS},
            "accounts": {str(window): self.accounts[window] for window in WINDOWS},
            "daily": [day.as_json() for day in self.daily],
            "concentration": self.concentration.as_json(),
            "revenue_at_risk": self.revenue_at_risk.as_json(),
            "by_account": [account_as_json(each) for each in self.by_account],
        }


def describe_module(
    module: str, facts: ModuleFacts, *, profiles: Sequence[AccountProfile], feeds: Feeds
) -> ModuleUsage:
    """Every account of the directory, and those that only activity names."""
    known = {profile.key: profile for profile in profiles}
    strangers = [AccountProfile(key) for key, found in facts.by_account.items() if key not in known and found.first_at]
    by_account = [
        describe_account(facts.by_account.get(profile.key, AccountFacts(profile.key)), profile, feeds=feeds)
        for profile in [*profiles, *strangers]
    ]
    by_account.sort(key=lambda each: (each.weight is None, -(each.weight or 0), each.account))
    return ModuleUsage(
        module=module,
        as_of=feeds.as_of,
        feeds=feeds,
        users={window: known_count(facts.users[window], feeds.is_counted(window)) for window in WINDOWS},
        accounts={window: known_count(facts.accounts[window], feeds.is_counted(window)) for window in WINDOWS},
        daily=tuple(_known_day(day, feeds) for day in facts.daily),
        concentration=concentration(each.events_90 or 0 for each in by_account),
        revenue_at_risk=revenue_at_risk(by_account),
        by_account=tuple(by_account),
    )


def _known_day(day: DayFigures, feeds: Feeds) -> KnownDay:
    if feeds.is_known(day.date) or day.events:
        is_whole = feeds.first_date is not None and (day.date - feeds.first_date).days >= WINDOW - 1
        return KnownDay(day.date, day.users, known_count(day.users_28, is_whole), day.accounts, day.events)
    return KnownDay(day.date, None, day.users_28 or None, None, None)
