"""What does a module's use look like, and what would removing it put at risk?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from analytics.rules.account_usage import AccountProfile, AccountUsage, describe_account, known_count
from analytics.rules.concentration import Concentration, concentration
from analytics.rules.feeds import Feeds
from analytics.rules.measures import WINDOWS, AccountFacts, DayFigures, ModuleFacts

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RevenueAtRisk:
    """Yearly revenue of the accounts that use the module, whole and weighted by dependence.

    None where no such account's revenue is known, or where they are in several currencies.
    """

    amount: Decimal | None
    currency: str | None
    weighted: Decimal | None


@dataclass(frozen=True, slots=True)
class KnownDay:
    """A UTC day of the series; None is unknown."""

    date: date
    users: int | None
    users_28: int | None
    accounts: int | None
    events: int | None


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
        risk = self.revenue_at_risk
        return {
            "module": self.module,
            "as_of": self.as_of.isoformat(),
            "coverage": {
                "status": self.feeds.status.value,
                "sources": [
                    {
                        "source": each.source,
                        "status": each.coverage.status.value,
                        "received": each.coverage.received,
                        "expected": each.coverage.expected,
                        "last_at": each.last_at.isoformat() if each.last_at else None,
                    }
                    for each in self.feeds.sources
                ],
            },
            "users": {str(window): self.users[window] for window in WINDOWS},
            "accounts": {str(window): self.accounts[window] for window in WINDOWS},
            "daily": [
                {
                    "date": day.date.isoformat(),
                    "users": day.users,
                    "users_28": day.users_28,
                    "accounts": day.accounts,
                    "events": day.events,
                }
                for day in self.daily
            ],
            "concentration": {
                "top10_share": self.concentration.top10_share,
                "hhi": self.concentration.hhi,
                "gini": self.concentration.gini,
            },
            "revenue_at_risk": {
                "amount": _number(risk.amount),
                "currency": risk.currency,
                "weighted": _number(risk.weighted),
            },
            "by_account": [account_as_json(each) for each in self.by_account],
        }


def account_as_json(usage: AccountUsage) -> dict[str, object]:
    return {
        "account": usage.account,
        "tier": usage.tier,
        "verdict": usage.verdict.value,
        "why": usage.why,
        "users_28": usage.users_28,
        "users_90": usage.users_90,
        "events_28": usage.events_28,
        "events_90": usage.events_90,
        "first_at": usage.first_at.isoformat() if usage.first_at else None,
        "last_at": usage.last_at.isoformat() if usage.last_at else None,
        "last_user": usage.last_user,
        "dependence": usage.dependence,
        "rank": usage.rank,
        "slope": usage.slope,
        "change_28": usage.change_28,
        "revenue": _number(usage.revenue),
        "next_expected_date": usage.next_expected_date.isoformat() if usage.next_expected_date else None,
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
        users={window: known_count(facts.users[window], feeds.is_covered(window)) for window in WINDOWS},
        accounts={window: known_count(facts.accounts[window], feeds.is_covered(window)) for window in WINDOWS},
        daily=tuple(_known_day(day, feeds.is_known(day.date)) for day in facts.daily),
        concentration=concentration(each.events_90 or 0 for each in by_account),
        revenue_at_risk=revenue_at_risk(by_account),
        by_account=tuple(by_account),
    )


def revenue_at_risk(accounts: Sequence[AccountUsage]) -> RevenueAtRisk:
    """Over the verdicts active, fading and rare."""
    priced = [each for each in accounts if each.is_at_risk and each.revenue is not None]
    currencies = {each.currency for each in priced}
    if len(currencies) != 1:
        return RevenueAtRisk(None, None, None)
    amount = sum((each.revenue for each in priced if each.revenue is not None), Decimal(0))
    weighted = sum((Decimal(each.weight or 0) for each in priced), Decimal(0))
    return RevenueAtRisk(amount, currencies.pop() or None, weighted.quantize(CENT))


def _known_day(day: DayFigures, is_covered: bool) -> KnownDay:
    if is_covered or day.events:
        return KnownDay(day.date, day.users, day.users_28, day.accounts, day.events)
    return KnownDay(day.date, None, day.users_28 or None, None, None)


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
