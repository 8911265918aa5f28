"""Who is the second person that says yes to a notice, no, or no longer?"""

import contextlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lifecycle.api import Refused, SunsetPlan, User, record, ring
from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.rights import Right, may, may_any
from lifecycle.rules.verdicts import Reason, Verdict, blocked, together
from notifications.models import Delivery, NoticeApproval
from notifications.rules.approval import Hashes, drift, may_approve
from notifications.rules.notice_codes import NoticeCode
from notifications.services.audiences import joined_since
from notifications.services.halt_runs import wait_for_yes
from notifications.services.plan_book import PlanFacts, facts_of_plan
from notifications.services.standing import bound_to, hashes_now


@transaction.atomic
def approve_notices(*, plan: SunsetPlan, requests: Iterable[UUID], actor: Actor, now: datetime) -> int:
    """A second person's yes to exactly what was asked; all of them or none. Raises Refused."""
    wanted = set(requests)
    rows = _locked(plan, wanted)
    verdict = may_answer(plan, rows, actor)
    if rows and len(rows) < len(wanted):
        verdict += blocked("notice_other_requests", Reason.STALE)
    if not verdict:
        raise Refused(verdict)
    for row in rows:
        before = NoticeApproval.objects.filter(notice=row.notice, approved_at__isnull=False, ended_at__isnull=True)
        before.update(ended_at=now, ended_why="approved anew")
        row.approved_by, row.approved_identity, row.approved_at = actor.name, actor.identity, now
        row.save(update_fields=["approved_by", "approved_identity", "approved_at"])
        note_act("notifications.approval.given", row, plan, actor, now, asked_by=row.requested_by)
    ring("notifications.deliver")
    return len(rows)


@transaction.atomic
def end_approval(*, plan: SunsetPlan, approval: UUID, actor: Actor, reason: str, now: datetime) -> NoticeApproval:
    """A request is declined, or a yes taken back: whatever has not left waits again. Raises Refused."""
    rows = _locked(plan, [approval], is_open=False)
    verdict = may_any(actor, Right.APPROVE, Right.STOP)
    verdict += Verdict() if rows else blocked("notice_no_request", Reason.MISSING)
    verdict += Verdict() if reason.strip() else blocked("reason", Reason.BROKEN_RULE, detail="say why")
    if not verdict:
        raise Refused(verdict)
    void(rows[0], plan, why=reason, actor=actor, now=now)
    if rows[0].approved_at:
        wait_for_yes(Delivery.objects.filter(touchpoint__notice=rows[0].notice))
    ring("notifications.deliver")
    return rows[0]


def may_answer(plan: SunsetPlan, rows: Sequence[NoticeApproval], actor: Actor) -> Verdict:
    """What keeps this person from saying yes to these requests."""
    verdict = may(actor, Right.APPROVE) + a_person(actor)
    if not rows:
        return verdict + blocked("notice_no_request", Reason.MISSING)
    known = facts_of_plan(plan)
    found = together(_answerable(plan, row, actor, known) for row in rows)
    return verdict + Verdict(tuple(dict.fromkeys(found.blockers)))


def void(row: NoticeApproval, plan: SunsetPlan, *, why: str, actor: Actor, now: datetime) -> None:
    row.ended_at, row.ended_why = now, why[:300]
    row.save(update_fields=["ended_at", "ended_why"])
    note_act("notifications.approval.ended", row, plan, actor, now, why=why[:300])


def _locked(plan: SunsetPlan, uuids: Iterable[UUID], *, is_open: bool = True) -> list[NoticeApproval]:
    rows = NoticeApproval.objects.select_for_update(of=("self",)).select_related("notice", "audience")
    found = rows.filter(notice__plan=plan, uuid__in=list(uuids), ended_at__isnull=True)
    return list(found.filter(approved_at__isnull=True) if is_open else found)


def _answerable(plan: SunsetPlan, row: NoticeApproval, actor: Actor, known: PlanFacts) -> Verdict:
    code = NoticeCode(row.notice.code)
    now = hashes_now(plan, code, row, known)
    joined = joined_since(row.audience, plan)
    bound = Hashes(now.plan, now.content, row.audience_sha)  # who joined is judged by count below
    return may_approve(
        code, asked=_names(row.requested_identity), answers=_names(actor.identity), seen=bound_to(row), now=bound
    ) + drift(code, bound, bound, joined, by=row.requested_by)


def a_person(actor: Actor) -> Verdict:
    return Verdict() if actor.kind is ActorKind.PERSON else blocked("leave_person", Reason.WRONG_PERSON)


def _names(identity: str) -> frozenset[str]:
    """The identity, and the addresses of every login that bears it."""
    same = Q(identity=identity)
    with contextlib.suppress(ValueError):
        same |= Q(uuid=UUID(identity))
    return frozenset({identity, *User.objects.filter(same).values_list("email", flat=True)})


def note_act(action: str, row: NoticeApproval, plan: SunsetPlan, actor: Actor, now: datetime, **facts: Any) -> None:
    record(
        action,
        subject=row.uuid,
        actor=actor,
        at=now,
        plan_key=plan.key,
        notice=row.notice.code,
        plan_sha=row.plan_sha,
        content_sha=row.content_sha,
        audience_sha=row.audience_sha,
        **facts,
    )
