"""How do two people bring announced dates forward, each with their own login?"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lifecycle.models import DateBacking, DateRequest, Milestone, SunsetPlan
from lifecycle.rules import date_moves, rights
from lifecycle.rules.actors import Actor, ActorKind, Role
from lifecycle.rules.date_moves import Moves
from lifecycle.rules.leave import still_waits
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.two_people import Allowance, two_people
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from lifecycle.services.audit import record
from lifecycle.services.move_dates import (
    changed_dates,
    dated_plan,
    dates_verdict,
    locked_plan,
    mark_of,
    move_dates,
    seen_verdict,
    words_verdict,
    write_moves,
)
from lifecycle.services.refusal import BadInput, Refused
from lifecycle.services.staff import approvers, planners


@transaction.atomic
def ask_dates(
    *, plan_id: int, moves: Moves, reason: str, actor: Actor, now: datetime, seen: str = ""
) -> tuple[Milestone, ...] | DateRequest:
    """Moved at once where one person is enough; else kept until two people stand behind it. Raises Refused.

    Whoever asks is one of the two, unless they wrote the plan. The same wish again is the same request.
    """
    plan = locked_plan(plan_id)
    changed = changed_dates(plan, moves)
    if not needs_two(plan, changed):
        allowance = Allowance(reason)
        return move_dates(plan_id=plan_id, moves=changed, actor=actor, now=now, allowance=allowance, seen=seen)
    verdict = rights.may(actor, rights.Right.EDIT_PLAN) + words_verdict(reason) + seen_verdict(plan, seen)
    _refuse_unless(verdict + dates_verdict(plan=plan, moves=changed, now=now, as_if_backed=True))
    dates = {kind.value: to.isoformat() for kind, to in changed.items()}
    open_ones = DateRequest.objects.filter(plan=plan, answered_at__isnull=True, mark=mark_of(plan))
    same = open_ones.filter(identity=actor.identity, dates=dates)
    if found := next((each for each in same if still_waits(each.at, now=now)), None):
        return found
    request = DateRequest.objects.create(
        plan=plan,
        dates=dates,
        mark=mark_of(plan),
        reason=reason.strip(),
        identity=actor.identity,
        name=actor.name,
        at=now,
    )
    _record("lifecycle.dates.asked", request, actor, now, reason=request.reason)
    if actor.identity != _author(plan) and rights.may(actor, rights.Right.APPROVE):
        _back(request, actor, now)
    return request


@transaction.atomic
def confirm_dates(*, request_id: UUID, actor: Actor, now: datetime) -> DateRequest:
    """One more person's yes to exactly these dates of this plan; with the second one they move. Raises Refused."""
    request = _locked(request_id)
    plan = request.plan
    verdict = rights.may(actor, rights.Right.APPROVE) + answer_verdict(request, now=now)
    if actor.kind is not ActorKind.PERSON or actor.identity == _author(plan):
        verdict += blocked("two_people", Reason.WRONG_PERSON)
    if request.backings.filter(identity=actor.identity).exists():
        verdict += blocked("dates_own", Reason.WRONG_PERSON, by=actor.name)
    _refuse_unless(verdict)
    _back(request, actor, now)
    allowance = Allowance(request.reason, people_behind(request))
    if two_people(allowance.backed_by, author=_author(plan)):
        moves = moves_asked(request)
        _refuse_unless(dates_verdict(plan=plan, moves=moves, now=now, allowance=allowance))
        write_moves(plan=plan, moves=moves, actor=actor, now=now, allowance=allowance)
        _answer(request, DateRequest.Outcome.MOVED, actor, now)
    return request


@transaction.atomic
def decline_dates(*, request_id: UUID, actor: Actor, reason: str, now: datetime) -> DateRequest:
    """Somebody who may approve says no, or whoever asked takes it back. Raises Refused."""
    request = _locked(request_id)
    is_own = request.identity == actor.identity
    verdict = Verdict() if is_own else rights.may(actor, rights.Right.APPROVE)
    if request.answered_at:
        verdict += blocked("dates_answered", Reason.WRONG_STAGE, by=request.answered_by)
    if not reason.strip():
        verdict += blocked("reason", Reason.BROKEN_RULE, detail="say why")
    _refuse_unless(verdict)
    _answer(request, DateRequest.Outcome.DECLINED, actor, now)
    _record("lifecycle.dates.declined", request, actor, now, reason=reason)
    return request


def answer_verdict(request: DateRequest, *, now: datetime) -> Verdict:
    """Does it still wait: unanswered, fresh, of the plan as it stands, asked by somebody who still may?"""
    if request.answered_at:
        return blocked("dates_answered", Reason.WRONG_STAGE, by=request.answered_by)
    if request.mark != mark_of(request.plan) or not still_waits(request.at, now=now):
        return blocked("dates_request_over", Reason.STALE, by=request.name)
    if request.identity not in planners():
        return blocked("dates_asker_gone", Reason.WRONG_STAGE, by=request.name)
    return Verdict()


def needs_two(plan: SunsetPlan, moves: Moves) -> bool:
    """Is any of these dates earlier than what was announced?"""
    return bool(date_moves.earlier_than_announced(dated_plan(plan), moves))


def moves_asked(request: DateRequest) -> dict[MilestoneKind, date]:
    return {MilestoneKind(kind): date.fromisoformat(to) for kind, to in request.dates.items()}


def people_behind(request: DateRequest) -> tuple[Actor, ...]:
    """Whoever lost the right to approve no longer counts."""
    rows, entitled = request.backings.all(), approvers()
    return tuple(
        Actor(ActorKind.PERSON, row.name, row.identity, Role(row.role)) for row in rows if row.identity in entitled
    )


def _refuse_unless(verdict: Verdict) -> None:
    if not verdict:
        raise Refused(verdict)


def _author(plan: SunsetPlan) -> str:
    return plan.author.actor.identity if plan.author else ""


def _locked(request_id: UUID) -> DateRequest:
    """The plan first, as by everybody who moves dates."""
    found = DateRequest.objects.filter(uuid=request_id).values_list("plan_id", flat=True).first()
    if found is None:
        raise BadInput(f"Nobody asked for dates under {request_id}.")
    plan = locked_plan(found)
    request = DateRequest.objects.select_for_update().get(uuid=request_id)
    request.plan = plan
    return request


def _back(request: DateRequest, actor: Actor, now: datetime) -> None:
    DateBacking.objects.create(request=request, identity=actor.identity, name=actor.name, role=actor.role, at=now)
    _record("lifecycle.dates.backed", request, actor, now)


def _answer(request: DateRequest, outcome: DateRequest.Outcome, actor: Actor, now: datetime) -> None:
    request.outcome, request.answered_at, request.answered_by = outcome, now, actor.name
    request.save(update_fields=["outcome", "answered_at", "answered_by"])


def _record(action: str, request: DateRequest, actor: Actor, now: datetime, **facts: object) -> None:
    record(
        action,
        subject=request.uuid,
        actor=actor,
        at=now,
        account=None,
        plan_key=request.plan.key,
        dates=request.dates,
        **facts,
    )
