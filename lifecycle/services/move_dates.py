"""How do the dates of a plan move: together, all or none, each later freely and earlier only with two people?"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from lifecycle import queries
from lifecycle.models import Milestone, Module, SunsetPlan
from lifecycle.rules import date_moves, rights
from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.date_moves import DatedPlan, Moves
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.move_reason import reason_verdict
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance, two_people
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from lifecycle.services.audit import record
from lifecycle.services.doorbell import ring
from lifecycle.services.move_date import is_public, write_move
from lifecycle.services.plan_surroundings import demands_for, surroundings_of
from lifecycle.services.refusal import BadInput, Refused

NO_ALLOWANCE = Allowance()


@transaction.atomic
def move_dates(
    *, plan_id: int, moves: Moves, actor: Actor, now: datetime, allowance: Allowance, seen: str = ""
) -> tuple[Milestone, ...]:
    """One revision of the plan; every surface and notice follows from it. Dates that stand so already change nothing.

    `seen` is the `mark_of` the plan when the dates were shown: a plan that changed meanwhile is refused.
    Raises Refused, and BadInput for a milestone that the plan does not have.
    """
    plan = locked_plan(plan_id)
    changed = changed_dates(plan, moves)
    if not changed:
        return ()
    verdict = rights.may(actor, rights.Right.EDIT_PLAN) if actor.kind is ActorKind.PERSON else Verdict()
    verdict += words_verdict(allowance.reason) + seen_verdict(plan, seen)
    verdict += dates_verdict(plan=plan, moves=changed, now=now, allowance=allowance)
    if not verdict:
        raise Refused(verdict)
    return write_moves(plan=plan, moves=changed, actor=actor, now=now, allowance=allowance)


def dates_verdict(
    *, plan: SunsetPlan, moves: Moves, now: datetime, allowance: Allowance = NO_ALLOWANCE, as_if_backed: bool = False
) -> Verdict:
    """What forbids these dates, whoever moves them and why; `as_if_backed`: what not even two people could move."""
    author = plan.author.actor.identity if plan.author else ""
    is_backed = as_if_backed or bool(two_people(allowance.backed_by, author=author))
    around = surroundings_of(plan=plan, zone=plan.timezone, now=now)
    return date_moves.moves_verdict(dated_plan(plan), moves, around, is_backed=is_backed)


def dated_plan(plan: SunsetPlan) -> DatedPlan:
    return DatedPlan(plan.key, Stage(plan.stage), is_public(plan), queries.promises_of(plan), demands_for(plan=plan))


def changed_dates(plan: SunsetPlan, moves: Mapping[MilestoneKind, date]) -> dict[MilestoneKind, date]:
    """Those that differ from what stands. Raises BadInput for a milestone that the plan does not have."""
    standing = {each.kind: each.date for each in queries.promises_of(plan)}
    for kind in moves:
        if kind not in standing:
            raise BadInput(f"{plan.key} has no date {kind}: it has {', '.join(standing)}.")
    return {kind: to for kind, to in moves.items() if standing[kind] != to}


def dates_ahead(plan: SunsetPlan, *, now: datetime) -> tuple[DatedPromise, ...]:
    """Those that may move at all, in the order of promises."""
    return date_moves.ahead(queries.promises_of(plan), surroundings_of(plan=plan, zone=plan.timezone, now=now))


def moved_along(plan: SunsetPlan, off_date: date, *, now: datetime) -> dict[MilestoneKind, date]:
    """Every promise that still lies ahead moves as far as the end does. Raises BadInput where there is no such day."""
    standing = queries.promises_of(plan)
    if MilestoneKind.OFF not in {each.kind for each in standing}:
        raise BadInput(f"{plan.key} has no date on which the module is switched off.")
    try:
        return date_moves.along(standing, off_date, surroundings_of(plan=plan, zone=plan.timezone, now=now))
    except OverflowError as error:
        raise BadInput(f"{off_date} is beyond the calendar.") from error


def mark_of(plan: SunsetPlan) -> str:
    """What somebody saw of a plan who looked at its dates: another mark, another plan."""
    return f"{plan.revision}.{plan.stage}.{plan.paused_from}".rstrip(".")


def words_verdict(reason: str) -> Verdict:
    """Is there a reason, and may customers read it?"""
    if not reason.strip():
        return blocked("reason", Reason.BROKEN_RULE, detail="say why the date moves")
    return reason_verdict(reason)


def seen_verdict(plan: SunsetPlan, seen: str) -> Verdict:
    changed = bool(seen) and seen != mark_of(plan)
    return blocked("dates_changed", Reason.STALE, plan=plan.key) if changed else Verdict()


def locked_plan(plan_id: int) -> SunsetPlan:
    """The module first, as whoever applies a plan file locks it: of two who move dates the second sees the first."""
    Module.objects.select_for_update(no_key=True).filter(plans__pk=plan_id).first()
    return SunsetPlan.objects.select_for_update(of=("self",)).select_related("author", "module").get(pk=plan_id)


def write_moves(
    *, plan: SunsetPlan, moves: Moves, actor: Actor, now: datetime, allowance: Allowance
) -> tuple[Milestone, ...]:
    """Rows, one audit event for each, one ring. Judges nothing."""
    rows = tuple(plan.milestones.select_for_update().filter(kind__in=moves).order_by("rank"))
    for row in rows:
        old, to = row.date, moves[MilestoneKind(row.kind)]
        write_move(plan=plan, milestone=row, to=to, local_time=row.local_time, reason=allowance.reason, now=now)
        record(
            "lifecycle.milestone.moved",
            subject=f"{plan.key}/{row.kind}",
            actor=actor,
            at=now,
            plan_key=plan.key,
            old=old,
            new=to,
            revision=row.revision,
            reason=allowance.reason,
            backed_by=[person.person for person in allowance.backed_by],
        )
    plan.revision += 1
    plan.save(update_fields=["revision"])
    ring("notifications.reconcile", plan_id=plan.pk)
    return rows
