"""What does a module mean to one account?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from analytics.rules.feeds import Feeds
from analytics.rules.known_figures import known_change, known_count, known_dependence
from analytics.rules.measures import AccountFacts
from analytics.rules.trend import theil_sen
from analytics.rules.use_picture import UsePicture
from analytics.rules.use_reasons import UseReason
from analytics.rules.use_verdict import AT_RISK, Judgement, UseVerdict, judge_use
from analytics.rules.window_coverage import WINDOW


@dataclass(frozen=True, slots=True)
class AccountProfile:
    """What the directory says of an account; None for `tier`: activity names it, the directory does not.

    `named_at`: since when the directory knows it.
    """

    key: str
    tier: str | None = None
    revenue: Decimal | None = None
    currency: str = ""
    zone: tzinfo = UTC
    named_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountUsage:
    """Windows end with `as_of` in the account's own zone; None is unknown, never zero.

    `dependence` is the share 0…1 of all its events in 90 days, `slope` users per week over 12 weeks (Theil–Sen),
    `change_28` users of 28 days against the 28 before, -1…, `revenue` yearly.
    """

    account: str
    tier: str | None
    verdict: UseVerdict
    reason: UseReason
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
    def why(self) -> str:
        """The reason in English; pages say it in the reader's language."""
        return self.reason.sentence()

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
    is_counted, is_counted_90 = feeds.is_counted(WINDOW), feeds.is_counted(90)
    weekly = facts.weekly_users[max(0, len(facts.weekly_users) - feeds.history_days // 7) :]
    judgement = judge_use(_picture(facts, profile, weekly, feeds))
    return AccountUsage(
        account=facts.account,
        tier=profile.tier,
        verdict=judgement.verdict,
        reason=_reason(judgement, facts, profile, feeds),
        users_28=known_count(facts.users_28, is_counted),
        users_90=known_count(facts.users_90, is_counted_90),
        events_28=known_count(facts.events_28, is_counted),
        events_90=known_count(facts.events_90, is_counted_90),
        first_at=facts.first_at,
        last_at=facts.last_at,
        last_user=facts.last_user,
        dependence=known_dependence(facts, feeds),
        rank=facts.rank,
        slope=theil_sen(weekly) if feeds.is_covered() else None,
        change_28=known_change(facts, feeds),
        revenue=profile.revenue,
        currency=profile.currency,
        next_expected_date=judgement.next_expected_date,
    )


def _since(facts: AccountFacts, profile: AccountProfile) -> date | None:
    """Of an account that nobody has seen active yet, the directory's word is the only one."""
    first_at = facts.since or profile.named_at
    return first_at.astimezone(profile.zone).date() if first_at else None


def _picture(facts: AccountFacts, profile: AccountProfile, weekly: Sequence[int], feeds: Feeds) -> UsePicture:
    return UsePicture(
        as_of=feeds.as_of,
        is_covered=feeds.is_covered(),
        history_days=feeds.history_days,
        account_since=_since(facts, profile),
        use_days=facts.use_days,
        users_28=facts.users_28,
        users_28_before=facts.users_28_before,
        weekly_users=weekly,
        unseen_days=feeds.gaps_after(facts.use_days[-1]) if facts.use_days else 0,
        flood_date=facts.flood_date,
    )


def _reason(judgement: Judgement, facts: AccountFacts, profile: AccountProfile, feeds: Feeds) -> UseReason:
    return UseReason(
        key=judgement.why,
        figures=judgement.figures,
        last_user=facts.last_user,
        last_date=facts.use_days[-1] if facts.use_days else None,
        last_source=facts.last_source or feeds.only_source,
        share=feeds.arrived,
        history_days=feeds.history_days,
        flagged=facts.flagged,
        is_stranger=profile.tier is None,
    )
