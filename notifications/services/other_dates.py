"""Which dates would a plan have after a change, and which rules would refuse it?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lifecycle.api import BadInput, SunsetPlan, demands_for, promises_of, propose_plan, sentence, surroundings_of
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.plan_dates import order_verdict
from lifecycle.rules.plan_file import PlanDocument
from lifecycle.rules.plan_floors import floor_verdict
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.rules.picture import Promise


@dataclass(frozen=True, slots=True)
class OtherDates:
    """`promises` as the planner takes them; `refusals` are sentences, empty when the change might be made."""

    promises: Mapping[MilestoneKind, Promise]
    refusals: tuple[str, ...] = ()


def moved_dates(plan: SunsetPlan, moves: Mapping[MilestoneKind, date], *, now: datetime) -> OtherDates:
    """Raises BadInput for a milestone that the plan does not have."""
    standing = promises_of(plan)
    kinds = {each.kind for each in standing}
    for kind in moves:
        if kind not in kinds:
            raise BadInput(f"{plan.key} has no date {kind}: it has {', '.join(each.kind for each in standing)}.")
    after = [
        DatedPromise(each.kind, moves.get(each.kind, each.date), each.local_time, each.zone, each.revision)
        for each in standing
    ]
    around = surroundings_of(plan=plan, zone=plan.timezone, now=now)
    verdict = order_verdict(after)
    for each in after:
        if each.kind in moves and each.date < around.today:
            verdict += blocked("date_past", Reason.BROKEN_RULE, what=each.kind.label, date=each.date)
    dated = {each.kind: each.date for each in after}
    if MilestoneKind.OFF in dated and (around.told_date or MilestoneKind.ANNOUNCE in dated):
        verdict += floor_verdict(dated, demands_for(plan=plan), around)
    return _other(standing, after, verdict)


def moved_along(plan: SunsetPlan, off_date: date, *, now: datetime) -> dict[MilestoneKind, date]:
    """Every promise that still lies ahead moves as far as the end does."""
    standing = {each.kind: each.date for each in promises_of(plan)}
    if MilestoneKind.OFF not in standing:
        raise BadInput(f"{plan.key} has no date on which the module is switched off.")
    around = surroundings_of(plan=plan, zone=plan.timezone, now=now)
    behind = max((kind.rank for kind in around.reached), default=-1)
    far = off_date - standing[MilestoneKind.OFF]
    return {kind: day + far for kind, day in standing.items() if kind.rank > behind and day >= around.today}


def dates_of_file(plan: SunsetPlan, document: PlanDocument, *, now: datetime) -> OtherDates:
    """As if the file were applied. Raises BadInput for the file of another plan."""
    if document.key != plan.key:
        raise BadInput(f"The file is of the plan {document.key!r}, not of {plan.key!r}: name the plan that it changes.")
    proposal = propose_plan(document=document, now=now)
    standing = promises_of(plan)
    return _other(standing, proposal.promises or standing, proposal.verdict)


def _other(standing: Iterable[DatedPromise], after: Iterable[DatedPromise], verdict: Verdict) -> OtherDates:
    """A date that moves has one revision more, one that is new its first."""
    old = {each.kind: each for each in standing}
    return OtherDates(
        {each.kind: Promise(each.date, _revision(old.get(each.kind), each.date)) for each in after},
        tuple(sentence(blocker) for blocker in verdict.blockers),
    )


def _revision(before: DatedPromise | None, day: date) -> int:
    return before.revision + (before.date != day) if before else 1
