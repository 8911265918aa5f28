"""Which dates would a plan have after a change, and which rules would refuse it?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lifecycle.api import BadInput, SunsetPlan, changed_dates, dates_verdict, promises_of, propose_plan, sentence
from lifecycle.rules.date_moves import after
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.plan_file import PlanDocument
from lifecycle.rules.verdicts import Verdict
from notifications.rules.picture import Promise


@dataclass(frozen=True, slots=True)
class OtherDates:
    """`promises` as the planner takes them; `refusals` are sentences, empty when the change might be made."""

    promises: Mapping[MilestoneKind, Promise]
    refusals: tuple[str, ...] = ()


def moved_dates(plan: SunsetPlan, moves: Mapping[MilestoneKind, date], *, now: datetime) -> OtherDates:
    """Judged as the act itself would be, but for who acts. Raises BadInput for a milestone the plan does not have."""
    standing, changed = promises_of(plan), changed_dates(plan, moves)
    return _other(standing, after(standing, changed), dates_verdict(plan=plan, moves=changed, now=now))


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
