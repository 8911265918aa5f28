"""How does one account get leave, time-boxed and on record, and how does it end early?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lifecycle.models import Account, Exemption, SunsetPlan
from lifecycle.rules import leave, rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import ENDED, Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from lifecycle.services.audit import record
from lifecycle.services.doorbell import ring
from lifecycle.services.refusal import BadInput, Refused


@transaction.atomic
def grant_exemption(
    *,
    plan: SunsetPlan,
    account: Account,
    criterion: str,
    reason: str,
    ends_at: datetime,
    granted_by: Sequence[Actor],
    now: datetime,
    owner_email: str = "",
) -> Exemption:
    """`criterion` '' grants access; a criterion's key lets it pass, which takes two people (A19). Raises Refused."""
    verdict = leave_verdict(plan, granted_by, needed=people_needed(plan, account, criterion))
    verdict += leave.may_be_left(criterion, reason, ends_at=ends_at, now=now)
    if not verdict:
        raise Refused(verdict)
    exemption = Exemption.objects.create(
        plan=plan,
        account=account,
        kind=Exemption.Kind.CRITERION if criterion else Exemption.Kind.ACCESS,
        criterion=criterion,
        reason=reason.strip(),
        owner_email=owner_email,
        starts_at=now,
        ends_at=ends_at,
        granted_by=[each.identity for each in granted_by],
    )
    for actor in granted_by:
        record(
            "lifecycle.exemption.granted",
            subject=exemption.uuid,
            actor=actor,
            at=now,
            account=account,
            plan_key=plan.key,
            criterion=criterion,
            ends_at=ends_at,
        )
    _ring(plan)
    return exemption


@transaction.atomic
def end_exemption(*, exemption_id: UUID, actor: Actor, reason: str, now: datetime) -> Exemption:
    """Leave ends now instead of on its day; what went before stays on record. Raises Refused."""
    rows = Exemption.objects.select_for_update(of=("self",)).select_related("plan", "account")
    exemption = rows.filter(uuid=exemption_id).first()
    if exemption is None:
        raise BadInput(f"There is no exemption {exemption_id}: `exempt list KEY` lists them.")
    verdict = rights.may(actor, rights.Right.APPROVE)
    if not exemption.starts_at < now < exemption.ends_at:
        end = exemption.ends_at.isoformat()
        verdict += blocked("leave_over", Reason.WRONG_STAGE, subject=exemption.account.key, ended=end)
    if not reason.strip():
        verdict += blocked("reason", Reason.BROKEN_RULE, detail="say why")
    if not verdict:
        raise Refused(verdict)
    promised, exemption.ends_at = exemption.ends_at, now
    exemption.save(update_fields=["ends_at"])
    record(
        "lifecycle.exemption.ended",
        subject=exemption.uuid,
        actor=actor,
        at=now,
        account=exemption.account,
        plan_key=exemption.plan.key,
        criterion=exemption.criterion,
        promised=promised,
        reason=reason,
    )
    _ring(exemption.plan)
    return exemption


def people_needed(plan: SunsetPlan, account: Account, criterion: str) -> int:
    earlier = 0
    if not criterion:
        earlier = Exemption.objects.filter(plan=plan, account=account, kind=Exemption.Kind.ACCESS).count()
    return leave.people_needed(criterion, earlier=earlier)


def leave_verdict(plan: SunsetPlan, people: Sequence[Actor], *, needed: int) -> Verdict:
    """Are these people enough, and can the plan still give leave?"""
    author = (plan.author.identity or str(plan.author.uuid)) if plan.author else ""
    verdict = leave.enough_people(people, author=author, needed=needed)
    if plan.stage in ENDED:
        verdict += blocked("no_way_back", Reason.WRONG_STAGE, stage=Stage(plan.stage).label)
    return verdict


def _ring(plan: SunsetPlan) -> None:
    ring("notifications.reconcile", plan_id=plan.pk)
    ring("lifecycle.drive_switches", plan_id=plan.pk)
