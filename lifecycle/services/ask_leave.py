"""How do two people give leave, each with their own login?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lifecycle.models import Account, Exemption, LeaveRequest, SunsetPlan
from lifecycle.rules import leave, rights
from lifecycle.rules.actors import Actor, ActorKind, Role
from lifecycle.rules.verdicts import Reason, Verdict, blocked, together
from lifecycle.services.audit import record
from lifecycle.services.exempt import grant_exemption, leave_verdict, people_needed
from lifecycle.services.refusal import BadInput, Refused
from lifecycle.services.staff import approvers


@transaction.atomic
def ask_leave(
    *,
    plan: SunsetPlan,
    account: Account,
    criterion: str,
    reason: str,
    ends_at: datetime,
    actor: Actor,
    now: datetime,
    owner_email: str = "",
) -> Exemption | LeaveRequest:
    """Granted at once where one person is enough; else kept until another person confirms it. Raises Refused."""
    if people_needed(plan, account, criterion) == 1:
        return grant_exemption(
            plan=plan,
            account=account,
            criterion=criterion,
            reason=reason,
            ends_at=ends_at,
            granted_by=[actor],
            now=now,
            owner_email=owner_email,
        )
    _refuse_unless(
        leave_verdict(plan, [actor], needed=1), leave.may_be_left(criterion, reason, ends_at=ends_at, now=now)
    )
    request = LeaveRequest.objects.create(
        plan=plan,
        account=account,
        criterion=criterion,
        reason=reason.strip(),
        owner_email=owner_email,
        ends_at=ends_at,
        identity=actor.identity,
        name=actor.name,
        role=actor.role,
        at=now,
    )
    _record("lifecycle.exemption.asked", request, actor, now)
    return request


@transaction.atomic
def confirm_leave(*, request_id: UUID, actor: Actor, now: datetime) -> Exemption:
    """The second person's yes to exactly what was asked, within seven days. Raises Refused."""
    request = _locked(request_id)
    verdict = _open(request)
    if not leave.still_waits(request.at, now=now):
        verdict += blocked("leave_too_old", Reason.STALE, subject=request.account.key)
    if request.identity not in approvers():
        verdict += blocked("leave_asker_gone", Reason.WRONG_STAGE, subject=request.account.key, by=request.name)
    _refuse_unless(verdict)
    first = Actor(ActorKind.PERSON, request.name, request.identity, Role(request.role))
    request.exemption = grant_exemption(
        plan=request.plan,
        account=request.account,
        criterion=request.criterion,
        reason=request.reason,
        ends_at=request.ends_at,
        granted_by=[first, actor],
        now=now,
        owner_email=request.owner_email,
    )
    _answer(request, actor, now)
    return request.exemption


@transaction.atomic
def decline_leave(*, request_id: UUID, actor: Actor, reason: str, now: datetime) -> LeaveRequest:
    """Somebody who may approve says no, or whoever asked takes it back. Raises Refused."""
    request = _locked(request_id)
    is_own = request.identity == actor.identity
    verdict = _open(request) + (Verdict() if is_own else rights.may(actor, rights.Right.APPROVE))
    if not reason.strip():
        verdict += blocked("reason", Reason.BROKEN_RULE, detail="say why")
    _refuse_unless(verdict)
    _answer(request, actor, now)
    _record("lifecycle.exemption.declined", request, actor, now, reason=reason)
    return request


def _refuse_unless(*verdicts: Verdict) -> None:
    verdict = together(verdicts)
    if not verdict:
        raise Refused(verdict)


def _locked(request_id: UUID) -> LeaveRequest:
    rows = LeaveRequest.objects.select_for_update(of=("self",)).select_related("plan__author", "account")
    request = rows.filter(uuid=request_id).first()
    if request is None:
        raise BadInput(f"There is no request {request_id}: `exempt list KEY` lists them.")
    return request


def _open(request: LeaveRequest) -> Verdict:
    if request.answered_at is None:
        return Verdict()
    return blocked("leave_answered", Reason.WRONG_STAGE, subject=request.account.key, by=request.answered_by)


def _answer(request: LeaveRequest, actor: Actor, now: datetime) -> None:
    request.answered_at, request.answered_by = now, actor.name
    request.save(update_fields=["answered_at", "answered_by", "exemption"])


def _record(action: str, request: LeaveRequest, actor: Actor, now: datetime, **facts: object) -> None:
    record(
        action,
        subject=request.uuid,
        actor=actor,
        at=now,
        account=request.account,
        plan_key=request.plan.key,
        criterion=request.criterion,
        ends_at=request.ends_at,
        **facts,
    )
