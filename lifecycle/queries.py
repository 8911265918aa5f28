"""Which questions go across the lifecycle's tables?"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, time

from django.db.models import Q, QuerySet

from lifecycle.models import (
    Account,
    Approval,
    AuditEvent,
    Brownout,
    Evidence,
    Exemption,
    Scenario,
    SunsetPlan,
    Switch,
)
from lifecycle.rules.actors import Role
from lifecycle.rules.approvals import Yes
from lifecycle.rules.brownouts import Outcome, is_series_done
from lifecycle.rules.capabilities import Coverage
from lifecycle.rules.effective_stage import AccountPosition, PlanPosition
from lifecycle.rules.gates import Fact, FactKey, Subject
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.scorecard import DECISIVE, Aspect, Readiness, Score, judge_replacement
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier


def newest_facts(
    plan: SunsetPlan, *, of: Collection[str] = (), about: Collection[int] | None = None
) -> dict[FactKey, Fact]:
    """The newest evidence by (criterion, account key or ''); a scorecard or a series of outages speaks for itself.

    Only `of` these criteria, when they are named, and only `about` these accounts (ids), when there is such a choice.
    """
    rows = Evidence.objects.filter(plan=plan, **({"criterion__in": of} if of else {}))
    if about is not None:
        rows = rows.filter(account__in=about)
    newest = rows.order_by("criterion", "account_id", "-as_of", "-id").distinct("criterion", "account_id")
    facts = {
        (criterion, account or ""): Fact(value, as_of, source)
        for criterion, account, value, as_of, source in newest.values_list(
            "criterion", "account__key", "value", "as_of", "source"
        )
    }
    speaking = {"replacement_ready": replacement_fact, "brownouts_done": brownouts_fact}
    computed = {criterion: speak(plan) for criterion, speak in speaking.items() if not of or criterion in of}
    return facts | {(criterion, ""): fact for criterion, fact in computed.items() if fact is not None}


def replacement_fact(plan: SunsetPlan) -> Fact | None:
    """What the scorecard of the plan's own scenario says; None while nobody scored, when a person may sign instead."""
    main = Scenario.objects.filter(plan=plan, is_main=True).prefetch_related("scores").first()
    if main is None or not (rows := main.scores.all()):
        return None
    missing = main.capabilities.filter(is_essential=True, coverage=Coverage.LACKING).values_list("name", flat=True)
    found = judge_replacement(
        [Score(Aspect(row.aspect), row.value) for row in rows],
        readiness=Readiness(main.readiness),
        lacking_essential=list(missing),
    )
    days = [row.as_of for row in rows if row.aspect in DECISIVE and row.as_of]
    as_of = datetime.combine(min(days), time(), tzinfo=UTC) if days else main.changed_at
    why = ", ".join(fault.replace("_", " ") for fault in found.faults)
    return Fact(found.holds, as_of, f"scorecard: {why}" if why else "scorecard")


def affected_accounts(plan: SunsetPlan) -> QuerySet[Account]:
    """The accounts that the retirement concerns: those of which use was ever recorded as evidence for this plan.

    Order: key. Empty while nobody has looked, which gates read as unknown.
    """
    ids = Evidence.objects.filter(plan=plan, criterion="usage_below", account__isnull=False).values("account_id")
    return Account.objects.filter(pk__in=ids).order_by("key")


LEAVE_TO_USE = frozenset({"usage_below", "contract_end"})  # what leave to go on using answers, and nothing else


def subjects_of(plan: SunsetPlan, *, now: datetime) -> tuple[Subject, ...] | None:
    """Affected accounts as gates see them; None when nobody has looked yet.

    Whoever has leave to go on using is told, reached, exported and archived like everybody: the leave will end.
    """
    waived: dict[int, set[str]] = {}
    for account_id, criterion in Exemption.objects.filter(
        plan=plan, kind=Exemption.Kind.CRITERION, starts_at__lte=now, ends_at__gt=now
    ).values_list("account_id", "criterion"):
        waived.setdefault(account_id, set()).add(criterion)
    for account_id in access_leave_of(plan, now=now):
        waived.setdefault(account_id, set()).update(LEAVE_TO_USE)
    rows = affected_accounts(plan).values_list("pk", "key", "tier")
    found = tuple(Subject(key, tier == Tier.KEY, frozenset(waived.get(pk, set()))) for pk, key, tier in rows)
    return found or None


def leave_of(plan: SunsetPlan) -> list[list[object]]:
    """Every leave ever granted, as approvers see it: account, criterion ('' is use itself), end, by whom."""
    rows = Exemption.objects.filter(plan=plan).order_by("pk").select_related("account")
    return [[row.account.key, row.criterion, row.ends_at, row.granted_by] for row in rows]


def access_leave_of(plan: SunsetPlan, *, now: datetime) -> dict[int, datetime]:
    """Until when which account may go on using the module, by account id; a renewal outlasts what it renews."""
    running = Exemption.objects.filter(plan=plan, kind=Exemption.Kind.ACCESS, starts_at__lte=now, ends_at__gt=now)
    return dict(running.order_by("ends_at").values_list("account_id", "ends_at"))


def approvals_of(plan: SunsetPlan, to: Stage) -> tuple[Yes, ...]:
    rows = Approval.objects.filter(plan=plan, to_stage=to, withdrawn_at__isnull=True).order_by("at", "id")
    return tuple(Yes(row.identity, Role(row.role), row.plan_hash, row.at) for row in rows)


def promises_of(plan: SunsetPlan) -> tuple[DatedPromise, ...]:
    """The plan's dated promises in order."""
    return tuple(
        DatedPromise(MilestoneKind(row.kind), row.date, row.local_time, plan.timezone, row.revision)
        for row in plan.milestones.order_by("rank")
    )


def positions(plan: SunsetPlan, accounts: Iterable[Account], *, now: datetime) -> dict[int, AccountPosition]:
    """What holds each account back, by account id."""
    ids = [each.pk for each in accounts]
    ends = access_leave_of(plan, now=now)
    spared = spared_accounts(plan, now=now)
    held = dict(
        Switch.objects.filter(plan=plan, account_id__in=ids)
        .exclude(held_at_stage="")
        .values_list("account_id", "held_at_stage")
    )
    return {
        pk: AccountPosition(ends.get(pk), held_at=Stage(held[pk]) if pk in held else None, is_spared=pk in spared)
        for pk in ids
    }


def position_of(plan: SunsetPlan, *, now: datetime) -> PlanPosition:
    """Where the plan stands, and whether one of its outages is open."""
    return replace(plan.position, is_browned_out=open_brownouts(plan, now=now).exists())


def open_brownouts(plan: SunsetPlan, *, now: datetime) -> QuerySet[Brownout]:
    return plan.brownouts.filter(starts_at__lte=now, ends_at__gt=now, outcome="")


def spared_accounts(plan: SunsetPlan, *, now: datetime) -> set[int]:
    """Key accounts that no call has cleared yet, from the planning on: their level must be there before an outage."""
    if not plan.brownouts.filter(ends_at__gt=now, outcome="").exists():
        return set()
    newest = Evidence.objects.filter(plan=plan, criterion="key_cleared").order_by("account_id", "-as_of", "-id")
    cleared = {row.account_id for row in newest.distinct("account_id") if row.value is True}
    return set(affected_accounts(plan).filter(tier=Tier.KEY).values_list("pk", flat=True)) - cleared


def brownouts_fact(plan: SunsetPlan) -> Fact | None:
    """Whether the planned outages have run; None while none is planned, when a person may sign instead."""
    rows = list(plan.brownouts.exclude(outcome=Outcome.CANCELLED).order_by("starts_at"))
    if not rows:
        return None
    ended = [row.ended_early_at or row.ends_at for row in rows if row.outcome]
    source = f"brownouts: {sum(row.outcome == Outcome.OVER for row in rows)} of {len(rows)} ran to their end"
    return Fact(is_series_done([row.outcome for row in rows]), max(ended, default=plan.stage_since_at), source)


def active_plan_of(module_key: str) -> SunsetPlan | None:
    return SunsetPlan.objects.active().filter(module__key=module_key).select_related("module").first()


def audit_of(*, plan_key: str = "", account: Account | None = None, limit: int = 50) -> list[AuditEvent]:
    """Newest first."""
    wanted = Q()
    if plan_key:
        wanted &= Q(plan_key=plan_key)
    if account is not None:
        wanted &= Q(account=account)
    return list(AuditEvent.objects.filter(wanted).select_related("link").order_by("-id")[:limit])
