"""How do two people let one criterion of a plan pass, on record and until a day?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from lifecycle.models import RiskBacking, RiskTaken, SunsetPlan
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.leave import still_waits
from lifecycle.rules.risk_taken import PEOPLE, check_end, may_be_taken
from lifecycle.rules.verdicts import Reason, blocked
from lifecycle.services.audit import record
from lifecycle.services.refusal import Refused
from lifecycle.services.staff import approvers


@transaction.atomic
def ask_to_take_risk(
    *, plan: SunsetPlan, criterion: str, reason: str, ends_at: datetime, actor: Actor, now: datetime
) -> RiskTaken:
    """Asking backs nothing yet: two people other than the author must. Raises Refused."""
    verdict = rights.may(actor, rights.Right.ATTEST) + may_be_taken(criterion)
    if not reason.strip():
        verdict += blocked("risk_reason", Reason.BROKEN_RULE, place="reason")
    verdict += check_end(ends_at, now=now)
    if not verdict:
        raise Refused(verdict)
    risk = RiskTaken.objects.create(
        plan=plan, criterion=criterion, reason=reason.strip(), asked_by=actor.name, at=now, ends_at=ends_at
    )
    record(
        "lifecycle.risk.asked",
        subject=risk.uuid,
        actor=actor,
        at=now,
        plan_key=plan.key,
        criterion=criterion,
        ends_at=ends_at,
    )
    return risk


@transaction.atomic
def back_risk(*, plan: SunsetPlan, risk: UUID, actor: Actor, now: datetime) -> RiskTaken:
    """One person's yes, within seven days of the asking; it counts from the second on. Raises Refused."""
    verdict = rights.may(actor, rights.Right.APPROVE)
    author = plan.author.actor.identity if plan.author else ""
    if actor.kind is not ActorKind.PERSON or actor.identity == author:
        verdict += blocked("two_people", Reason.WRONG_PERSON)
    found = _open(plan, risk, now)
    if not still_waits(found.at, now=now):
        verdict += blocked("risk_too_old", Reason.STALE)
    if not verdict:
        raise Refused(verdict)
    _, is_new = RiskBacking.objects.get_or_create(
        risk=found, identity=actor.identity, defaults={"name": actor.name, "role": actor.role, "at": now}
    )
    if is_new:
        record(
            "lifecycle.risk.backed",
            subject=found.uuid,
            actor=actor,
            at=now,
            plan_key=plan.key,
            criterion=found.criterion,
        )
    return found


@transaction.atomic
def withdraw_risk(*, plan: SunsetPlan, risk: UUID, actor: Actor, now: datetime) -> RiskTaken:
    """Anyone with the right to stop may end it early; it stays on record. Raises Refused."""
    verdict = rights.may(actor, rights.Right.STOP)
    found = _open(plan, risk, now)
    if not verdict:
        raise Refused(verdict)
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    record(
        "lifecycle.risk.withdrawn",
        subject=found.uuid,
        actor=actor,
        at=now,
        plan_key=plan.key,
        criterion=found.criterion,
    )
    return found


def risks_of(plan: SunsetPlan, *, now: datetime) -> list[tuple[RiskTaken, list[str]]]:
    """Every risk ever asked for, newest first, with the names behind it: of an open one only those that count."""
    found, entitled = list(plan.risks.prefetch_related("backings").order_by("-id")), approvers()
    return [(each, backers(each, entitled if _is_open(each, now) else None)) for each in found]


def risks_in_force(plan: SunsetPlan, *, now: datetime) -> frozenset[str]:
    """The criteria of the plan as a whole that enough people let pass, by key."""
    rows = RiskTaken.objects.filter(plan=plan, withdrawn_at__isnull=True, at__lte=now, ends_at__gt=now)
    backed = rows.prefetch_related("backings")
    entitled = approvers() if backed else frozenset()
    return frozenset(each.criterion for each in backed if len(backers(each, entitled)) >= PEOPLE)


def backers(risk: RiskTaken, entitled: frozenset[str] | None) -> list[str]:
    """Whoever lost the right to approve no longer counts; None names all who ever did."""
    return [each.name for each in risk.backings.all() if entitled is None or each.identity in entitled]


def risk_marks(plan: SunsetPlan) -> list[list[object]]:
    """Every risk as approvers see it: criterion, end, withdrawal, how many back it."""
    rows = RiskTaken.objects.filter(plan=plan).annotate(people=Count("backings")).order_by("pk")
    return [[row.criterion, row.ends_at, row.withdrawn_at, row.people] for row in rows]


def _open(plan: SunsetPlan, risk: UUID, now: datetime) -> RiskTaken:
    found = RiskTaken.objects.select_for_update().filter(plan=plan, uuid=risk).first()
    if found is None or not _is_open(found, now):
        raise Refused(blocked("risk_over", Reason.BROKEN_RULE))
    return found


def _is_open(risk: RiskTaken, now: datetime) -> bool:
    return risk.withdrawn_at is None and risk.ends_at > now
