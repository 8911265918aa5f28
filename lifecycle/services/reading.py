"""Which plans, modules, dates, switches and stragglers do pages show?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from lifecycle import queries
from lifecycle.models import (
    Account,
    Approval,
    AuditEvent,
    Evidence,
    Exemption,
    Heartbeat,
    MilestoneMove,
    Module,
    SunsetPlan,
    Switch,
    User,
)
from lifecycle.models.users import Theme
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.stages import ENDED, PUBLIC, Stage
from lifecycle.rules.tiers import Tier


@dataclass(frozen=True, slots=True)
class Affected:
    """Whom a plan concerns. `revenue` None: nobody's is known; `unpriced`: accounts without a figure.

    `other_currencies`: accounts whose figure is not in `revenue`, since it is in another currency than `currency`.
    """

    accounts: int
    key_accounts: int
    revenue: Decimal | None
    currency: str
    unpriced: int
    other_currencies: int


EQUAL_READS = 2  # done is two equal reads, not a call sent


def plans(*, stage: str = "", ended: bool = False, after: str = "", limit: int = 50) -> list[SunsetPlan]:
    """By key, with module and dates; `after` is the key to go on from."""
    rows = SunsetPlan.objects.select_related("module", "author").prefetch_related("milestones").filter(key__gt=after)
    if not ended and stage not in ENDED:
        rows = rows.exclude(stage__in=sorted(ENDED))
    if stage:
        rows = rows.filter(stage=stage)
    return list(rows.order_by("key")[:limit])


def plan(key: str) -> SunsetPlan | None:
    rows = SunsetPlan.objects.select_related("module", "module__replacement_module", "author")
    return rows.prefetch_related("milestones").filter(key=key).first()


def plan_by_id(plan_id: int) -> SunsetPlan | None:
    return SunsetPlan.objects.select_related("module").filter(pk=plan_id).first()


def promises(plan: SunsetPlan) -> tuple[DatedPromise, ...]:
    """From the prefetched dates: no query."""
    return tuple(
        DatedPromise(MilestoneKind(row.kind), row.date, row.local_time, plan.timezone, row.revision)
        for row in sorted(plan.milestones.all(), key=lambda row: row.rank)
    )


def plans_for(account: Account) -> list[SunsetPlan]:
    """The retirements that an account may know of and is concerned by, nearest change first; readable in its scope."""
    concerned = Evidence.objects.filter(account=account, criterion="usage_below").values("plan_id")
    rows = SunsetPlan.objects.filter(pk__in=concerned, stage__in=sorted({*PUBLIC, Stage.CANCELLED}))
    found = rows.select_related("module", "module__replacement_module").prefetch_related("milestones")
    return sorted(found, key=lambda plan: (_off_day(plan), plan.key))


def _off_day(plan: SunsetPlan) -> date:
    return next((row.date for row in plan.milestones.all() if row.kind == MilestoneKind.OFF), date.max)


def modules() -> QuerySet[Module]:
    return Module.objects.prefetch_related("plans").order_by("key")


def module(key: str) -> Module | None:
    return Module.objects.select_related("replacement_module").prefetch_related("plans").filter(key=key).first()


def values_of_accounts(plan: SunsetPlan) -> list[tuple[str, Decimal | None, str]]:
    """Key, revenue and currency of all affected accounts, by key."""
    return list(queries.affected_accounts(plan).values_list("key", "revenue", "currency"))


def accounts_by_key(keys: Iterable[str]) -> dict[str, Account]:
    return {each.key: each for each in Account.objects.filter(key__in=set(keys))}


def directory() -> QuerySet[Account]:
    """Every account, by key."""
    return Account.objects.order_by("key")


def account_names(keys: Iterable[str]) -> dict[str, str]:
    """Names by account key, for figures that know only keys."""
    return dict(Account.objects.filter(key__in=set(keys)).values_list("key", "name"))


def account(key: str) -> Account | None:
    return Account.objects.filter(key=key).first()


def affected(plans: Sequence[SunsetPlan]) -> dict[int, Affected]:
    """Figures by plan id, in two queries for any number of plans. Sums the currency that most accounts have."""
    members = _members(plans)
    rows = _priced(set().union(*members.values()))
    return {plan_id: _affected([rows[pk] for pk in found]) for plan_id, found in members.items()}


def affected_by_any(plans: Sequence[SunsetPlan]) -> Affected:
    """The same of all of them together: whoever is in two plans counts once."""
    return _affected(list(_priced(set().union(*_members(plans).values())).values()))


def _members(plans: Sequence[SunsetPlan]) -> dict[int, set[int]]:
    pairs = (
        Evidence.objects.filter(plan__in=plans, criterion="usage_below", account__isnull=False)
        .values_list("plan_id", "account_id")
        .distinct()
    )
    members: dict[int, set[int]] = {}
    for plan_id, account_id in pairs:
        members.setdefault(plan_id, set()).add(account_id or 0)
    return members


def _priced(wanted: set[int]) -> dict[int, Account]:
    return {row.pk: row for row in Account.objects.filter(pk__in=wanted).only("tier", "revenue", "currency")}


def _affected(accounts: list[Account]) -> Affected:
    currencies = [each.currency for each in accounts if each.revenue is not None and each.currency]
    currency = max(sorted(set(currencies)), key=currencies.count, default="")
    priced = [each.revenue for each in accounts if each.revenue is not None and each.currency == currency and currency]
    return Affected(
        accounts=len(accounts),
        key_accounts=sum(each.tier == Tier.KEY for each in accounts),
        revenue=sum(priced, Decimal(0)) if priced else None,
        currency=currency,
        unpriced=len(accounts) - len(currencies),
        other_currencies=len(currencies) - len(priced),
    )


def approvals(plan: SunsetPlan, to: Stage) -> list[Approval]:
    return list(Approval.objects.filter(plan=plan, to_stage=to, withdrawn_at__isnull=True).order_by("at"))


def date_moves(plan: SunsetPlan) -> list[MilestoneMove]:
    """Newest first."""
    rows = MilestoneMove.objects.filter(milestone__plan=plan).select_related("milestone")
    return list(rows.order_by("-at", "-id"))


def recent_date_moves(*, since: datetime) -> list[MilestoneMove]:
    rows = MilestoneMove.objects.filter(at__gte=since).select_related("milestone__plan__module")
    return list(rows.order_by("-at", "-id")[:50])


def switches(plan: SunsetPlan, shown: Iterable[Account]) -> dict[str, Switch]:
    """By account key; '' is the row for everybody."""
    rows = Switch.objects.filter(plan=plan).select_related("account")
    keys = {each.key for each in shown}
    return {row.account.key if row.account else "": row for row in rows if not row.account or row.account.key in keys}


def exemptions(plan: SunsetPlan, *, now: datetime) -> list[Exemption]:
    """In force, by account."""
    rows = Exemption.objects.filter(plan=plan, ends_at__gt=now).select_related("account")
    return list(rows.order_by("account__key"))


def audit(*, plan_key: str = "", action: str = "", before_id: int | None = None, limit: int = 50) -> list[AuditEvent]:
    """Newest first; `before_id` is the id to go on from."""
    rows = AuditEvent.objects.select_related("link", "account")
    if plan_key:
        rows = rows.filter(plan_key=plan_key)
    if action:
        rows = rows.filter(action__startswith=action)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows.order_by("-id")[:limit])


def heartbeats() -> list[Heartbeat]:
    return list(Heartbeat.objects.order_by("name"))


def keep_preferences(user: User, *, language: str = "", theme: str = "") -> None:
    """A person's own settings: not an act on anybody, so not in the ledger."""
    if language:
        user.language = language
    if theme in Theme.values:
        user.theme = theme
    user.save(update_fields=["language", "theme"])


def plans_not_driven() -> list[int]:
    """Plans, ended ones too, whose host product does not show yet what they ask for."""
    rows = Switch.objects.filter(equal_reads__lt=EQUAL_READS).order_by("plan_id")
    return list(rows.values_list("plan_id", flat=True).distinct())
