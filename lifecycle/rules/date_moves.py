"""May these dates of a plan move, judged together, and which promises move as far as the end does?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from lifecycle.rules.lead_time import Demands
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.plan_dates import calendar_verdict, order_verdict, window_verdict
from lifecycle.rules.plan_floors import Surroundings, floor_verdict
from lifecycle.rules.stages import ENDED, Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked, together

Moves = Mapping[MilestoneKind, date]


@dataclass(frozen=True, slots=True)
class DatedPlan:
    """A plan as a move is judged by it; `is_public` says whether anybody outside has been told its dates."""

    key: str
    stage: Stage
    is_public: bool
    promises: tuple[DatedPromise, ...]
    demands: Demands


def after(promises: Iterable[DatedPromise], moves: Moves) -> tuple[DatedPromise, ...]:
    """Every promise as it would stand; one that moves has one revision more."""
    return tuple(
        replace(each, date=moves[each.kind], revision=each.revision + 1)
        if moves.get(each.kind, each.date) != each.date
        else each
        for each in promises
    )


def ahead(promises: Iterable[DatedPromise], around: Surroundings) -> tuple[DatedPromise, ...]:
    """What the plan has not behind it yet, be it overdue."""
    behind = max((kind.rank for kind in around.reached), default=-1)
    return tuple(each for each in promises if each.kind.rank > behind)


def along(promises: tuple[DatedPromise, ...], off_date: date, around: Surroundings) -> dict[MilestoneKind, date]:
    """Every promise that still lies ahead moves as far as the end does. Raises OverflowError beyond the calendar."""
    far = off_date - {each.kind: each.date for each in promises}[MilestoneKind.OFF]
    return {each.kind: each.date + far for each in ahead(promises, around) if each.date >= around.today}


def earlier_than_announced(plan: DatedPlan, moves: Moves) -> tuple[DatedPromise, ...]:
    """The promises, as they stand, that were announced and would be brought forward."""
    return tuple(each for each in plan.promises if plan.is_public and moves.get(each.kind, each.date) < each.date)


def moves_verdict(plan: DatedPlan, moves: Moves, around: Surroundings, *, is_backed: bool) -> Verdict:
    """Later is free; earlier than announced needs two people behind it and the full floor again, from today.

    Judged by how the whole plan would stand afterwards. A floor is never broken here (a plan file may, with two
    people and on record).
    """
    moved = [each for each in plan.promises if moves.get(each.kind, each.date) != each.date]
    verdict = Verdict()
    if plan.stage in ENDED:
        verdict += blocked("plan_ended", Reason.WRONG_STAGE, plan=plan.key, stage=plan.stage.label)
    verdict += together(_each_verdict(each, moves[each.kind], around) for each in moved)
    brought_forward = earlier_than_announced(plan, moves)
    if not is_backed:
        verdict += together(_ratchet(each, moves[each.kind]) for each in brought_forward)
    standing = after(plan.promises, moves)
    dated = {each.kind: each.date for each in standing}
    verdict += calendar_verdict(standing) + order_verdict(standing)
    if MilestoneKind.OFF in {each.kind for each in moved}:
        verdict += window_verdict(plan.demands.policy, dated[MilestoneKind.OFF])
    if any(_shortens(each, moves[each.kind]) for each in moved):
        told = replace(around, told_date=around.today) if brought_forward else around
        verdict += _floors(dated, plan.demands, told)
    return verdict


def _each_verdict(promise: DatedPromise, to: date, around: Surroundings) -> Verdict:
    if promise.kind in around.reached:
        return blocked("already_reached", Reason.BROKEN_RULE, what=promise.kind.label, old=promise.date)
    if to < around.today:
        return blocked("date_past", Reason.BROKEN_RULE, what=promise.kind.label, date=to)
    return Verdict()


def _ratchet(promise: DatedPromise, to: date) -> Verdict:
    return blocked("ratchet", Reason.BROKEN_RULE, what=promise.kind.label, old=promise.date, date=to)


def _shortens(promise: DatedPromise, to: date) -> bool:
    """An announcement that comes later leaves less time, like anything else that comes earlier."""
    return to > promise.date if promise.kind is MilestoneKind.ANNOUNCE else to < promise.date


def _floors(dated: Moves, demands: Demands, around: Surroundings) -> Verdict:
    if MilestoneKind.OFF not in dated or not (around.told_date or MilestoneKind.ANNOUNCE in dated):
        return Verdict()
    try:
        return floor_verdict(dated, demands, around)
    except ValueError as error:
        return blocked("date_impossible", Reason.BROKEN_RULE, detail=error)
