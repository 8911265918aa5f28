"""May one dated promise move, when later is free and earlier than announced needs two people?"""

from dataclasses import replace
from datetime import date, datetime, time

from django.db import transaction

from lifecycle import queries
from lifecycle.models import Milestone, MilestoneMove, SunsetPlan
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.move_reason import reason_verdict
from lifecycle.rules.plan_dates import order_verdict
from lifecycle.rules.plan_floors import floor_verdict
from lifecycle.rules.stages import ENDED, PUBLIC, Stage
from lifecycle.rules.two_people import Allowance, two_people
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from lifecycle.services.audit import record
from lifecycle.services.doorbell import ring
from lifecycle.services.plan_surroundings import demands_for, surroundings_of
from lifecycle.services.refusal import Refused


@transaction.atomic
def move_date(
    *, plan_id: int, kind: MilestoneKind, to: date, actor: Actor, now: datetime, allowance: Allowance
) -> Milestone:
    """One row, one revision; every surface and notice follows from it. The same date again changes nothing.

    Raises Refused: a floor is never broken here (a plan file may, with two people and on record).
    """
    plan = SunsetPlan.objects.select_for_update(of=("self",)).select_related("author", "module").get(pk=plan_id)
    row = plan.milestones.select_for_update().get(kind=kind)
    if row.date == to:
        return row
    verdict = _verdict(plan, row, to, actor=actor, now=now, allowance=allowance)
    if not verdict:
        raise Refused(verdict)
    old = row.date
    write_move(plan=plan, milestone=row, to=to, local_time=row.local_time, reason=allowance.reason, now=now)
    plan.revision += 1
    plan.save(update_fields=["revision"])
    record(
        "lifecycle.milestone.moved",
        subject=f"{plan.key}/{kind}",
        actor=actor,
        at=now,
        plan_key=plan.key,
        old=old,
        new=to,
        revision=row.revision,
        reason=allowance.reason,
        backed_by=[person.person for person in allowance.backed_by],
    )
    ring("notifications.reconcile", plan_id=plan.pk)
    return row


def write_move(
    *, plan: SunsetPlan, milestone: Milestone, to: date, local_time: time, reason: str, now: datetime
) -> None:
    """Raise the revision. A move of a date that was announced is kept for ever."""
    old, milestone.date, milestone.local_time = milestone.date, to, local_time
    milestone.revision, milestone.moved_reason = milestone.revision + 1, reason
    milestone.save(update_fields=["date", "local_time", "revision", "moved_reason"])
    if is_public(plan):
        MilestoneMove.objects.create(
            milestone=milestone,
            old_date=old,
            new_date=to,
            revision=milestone.revision,
            reason=reason or "the plan file changed",
            at=now,
        )


def is_public(plan: SunsetPlan) -> bool:
    """Whether anybody outside has been told."""
    return bool({plan.stage, plan.paused_from} & PUBLIC)


def _verdict(
    plan: SunsetPlan, row: Milestone, to: date, *, actor: Actor, now: datetime, allowance: Allowance
) -> Verdict:
    kind, around = MilestoneKind(row.kind), surroundings_of(plan=plan, zone=plan.timezone, now=now)
    verdict = rights.may(actor, rights.Right.EDIT_PLAN) if actor.kind is ActorKind.PERSON else Verdict()
    if not allowance.reason.strip():
        verdict += blocked("reason", Reason.BROKEN_RULE, detail="say why the date moves")
    verdict += reason_verdict(allowance.reason)
    if plan.stage in ENDED:
        verdict += blocked("plan_ended", Reason.WRONG_STAGE, plan=plan.key, stage=Stage(plan.stage).label)
    if kind in around.reached:
        verdict += blocked("already_reached", Reason.BROKEN_RULE, what=kind.label, old=row.date)
    if to < around.today:
        verdict += blocked("date_past", Reason.BROKEN_RULE, what=kind.label, date=to)
    is_earlier = is_public(plan) and to < row.date
    author = plan.author.actor.identity if plan.author else ""
    if is_earlier and not two_people(allowance.backed_by, author=author):
        verdict += blocked("ratchet", Reason.BROKEN_RULE, what=kind.label, old=row.date, date=to)
    after = tuple(replace(each, date=to) if each.kind is kind else each for each in queries.promises_of(plan))
    told = replace(around, told_date=around.today) if is_earlier else around
    verdict += order_verdict(after)
    is_shorter = to > row.date if kind is MilestoneKind.ANNOUNCE else to < row.date
    if is_shorter:
        verdict += floor_verdict({each.kind: each.date for each in after}, demands_for(plan=plan), told)
    return verdict
