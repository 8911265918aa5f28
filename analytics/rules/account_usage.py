"""What does a module mean to one account?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from analytics.rules.feeds import Feeds
from analytics.rules.measures import AccountFacts
from analytics.rules.trend import relative_change, theil_sen
from analytics.rules.use_verdict import AT_RISK, UsePicture, UseVerdict, judge_use


@dataclass(frozen=True, slots=True)
class AccountProfile:
    """What the directory says of an account; None for `tier`: activity names it, the directory does not."""

    key: str
    tier: str | None = None
    revenue: Decimal | None = None
    currency: str = ""
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class AccountUsage:
    """Windows end with `as_of` in the account's own zone; None is unknown, never zero.

    `dependence` is the share 0…1 of all its events in 90 days, `slope` users per week over 12 weeks (Theil–Sen),
    `change_28` users of 28 days against the 28 before, -1…, `revenue` yearly.
    """

    account: str
    tier: str | None
    verdict: UseVerdict
    why: str
    users_28: int | None
    users_90: int | None
    events_28: int | None
    events_90: int | None
    first_at: datetime | None
    last_at: datetime | None
    last_user: str | None
    dependence: float | None
    rank: int | None
    slope: float | None
    change_28: float | None
    revenue: Decimal | None
    currency: str
    next_expected_date: date | None

    @property
    def weight(self) -> float | None:
        """Dependence times revenue, by which accounts are ordered."""
        return None if self.dependence is None or self.revenue is None else self.dependence * float(self.revenue)

    @property
    def is_at_risk(self) -> bool:
        return self.verdict in AT_RISK

    @property
    def was_ever_used(self) -> bool:
        return self.first_at is not None


def describe_account(facts: AccountFacts, profile: AccountProfile, *, feeds: Feeds) -> AccountUsage:
    """Judge counted figures. A count of zero is only believed where the sources delivered."""
    is_covered, is_covered_90 = feeds.is_covered(), feeds.is_covered(90)
    weekly = facts.weekly_users[max(0, len(facts.weekly_users) - feeds.history_days // 7) :]
    judgement = judge_use(
        UsePicture(
            as_of=feeds.as_of,
            is_covered=is_covered,
            history_days=feeds.history_days,
            account_since=facts.since.astimezone(profile.zone).date() if facts.since else None,
            use_days=facts.use_days,
            users_28=facts.users_28,
            users_28_before=facts.users_28_before,
            weekly_users=weekly,
        )
    )
    return AccountUsage(
        account=facts.account,
        tier=profile.tier,
        verdict=judgement.verdict,
        why=judgement.why if profile.tier else f"{judgement.why}; the directory does not know this account",
        users_28=known_count(facts.users_28, is_covered),
        users_90=known_count(facts.users_90, is_covered_90),
        events_28=known_count(facts.events_28, is_covered),
        events_90=known_count(facts.events_90, is_covered_90),
        first_at=facts.first_at,
        last_at=facts.last_at,
        last_user=facts.last_user,
        dependence=_dependence(facts, is_covered_90),
        rank=facts.rank,
        slope=theil_sen(weekly) if is_covered else None,
        change_28=relative_change(facts.users_28, facts.users_28_before) if is_covered else None,
        revenue=profile.revenue,
        currency=profile.currency,
        next_expected_date=judgement.next_expected_date,
    )


def known_count(count: int, is_covered: bool) -> int | None:
    """A count of zero is only believed where the sources delivered."""
    return count if count or is_covered else None


def _dependence(facts: AccountFacts, is_covered: bool) -> float | None:
    if not facts.events_all_90 or not (facts.events_90 or is_covered):
        return None
    return facts.events_90 / facts.events_all_90


def account_as_json(usage: AccountUsage) -> dict[str, object]:
    """One entry of `by_account` (usage, section 2)."""
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
        "revenue": number(usage.revenue),
        "next_expected_date": usage.next_expected_date.isoformat() if usage.next_expected_date else None,
    }


def number(amount: Decimal | None) -> float | None:
    """Money as a JSON number: fewer digits than a float holds."""
    return None if amount is None else float(amount)
