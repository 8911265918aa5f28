"""Which dates follow from a plan file, and do they keep its promises?"""

from collections.abc import Iterable
from datetime import date

from lifecycle.rules.lead_time import Demands
from lifecycle.rules.milestones import STAGE_MILESTONE, DatedPromise, MilestoneKind, out_of_order
from lifecycle.rules.month_steps import Span
from lifecycle.rules.plan_file import PlanDocument
from lifecycle.rules.plan_floors import Surroundings, floor_verdict
from lifecycle.rules.policies import POLICIES, Policy
from lifecycle.rules.stages import SKIPPABLE, Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked, together

FIRST_YEAR, LAST_YEAR = 2000, 2200


def promises_of(plan: PlanDocument) -> tuple[DatedPromise, ...]:
    """Every milestone with its day, in the order of promises. Raises ValueError beyond the calendar.

    The end of observation and the archive follow from the days of observation unless the file dates them;
    a purge has no default: destruction is never assumed.
    """
    offsets = {MilestoneKind.OFF: Span(), MilestoneKind.OBSERVATION_END: Span(days=plan.observation.days)}
    offsets |= {each.kind: each.offset for each in plan.milestones}
    offsets.setdefault(MilestoneKind.ARCHIVE, offsets[MilestoneKind.OBSERVATION_END])
    ranked = sorted(offsets.items(), key=lambda pair: pair[0].rank)
    return tuple(DatedPromise(kind, span.from_(plan.off_date), plan.local_time, plan.zone) for kind, span in ranked)


def demands_of(plan: PlanDocument, around: Surroundings) -> Demands:
    """What asks for notice in this plan."""
    return Demands(
        policy=POLICIES[plan.policy],
        criticality=plan.module.criticality,
        is_major=plan.is_major,
        fast_path=around.fast_path if plan.asks_fast_path else None,
        freezes=plan.freezes,
        release_dates=plan.release_dates,
    )


def check_plan(plan: PlanDocument, around: Surroundings) -> Verdict:
    """Every rule that the plan breaks, each with the figures that would hold."""
    try:
        promises = promises_of(plan)
    except ValueError as error:
        return blocked("date_impossible", Reason.BROKEN_RULE, detail=error)
    dated = {each.kind: each.date for each in promises}
    verdict = together(
        [
            calendar_verdict(promises),
            order_verdict(promises),
            _past(promises, around),
            _left_out(plan, dated),
            window_verdict(POLICIES[plan.policy], plan.off_date),
        ],
    )
    if MilestoneKind.ANNOUNCE not in dated:
        return verdict + blocked("no_announcement", Reason.MISSING)
    try:
        return verdict + floor_verdict(dated, demands_of(plan, around), around)
    except ValueError as error:
        return verdict + blocked("date_impossible", Reason.BROKEN_RULE, detail=error)


def calendar_verdict(promises: Iterable[DatedPromise]) -> Verdict:
    """Is each date in a year that can be meant?"""
    return together(
        blocked("date_impossible", Reason.BROKEN_RULE, detail=f"{each.kind.label}: {each.date}")
        for each in promises
        if not FIRST_YEAR <= each.date.year <= LAST_YEAR
    )


def order_verdict(promises: Iterable[DatedPromise]) -> Verdict:
    """Do the dates stand in the order of the promises?"""
    return together(
        blocked(
            "date_order",
            Reason.BROKEN_RULE,
            place=earlier.kind,
            earlier=earlier.kind.label,
            earlier_date=earlier.date,
            later=later.kind.label,
            later_date=later.date,
        )
        for earlier, later in out_of_order(list(promises))
    )


def _past(promises: Iterable[DatedPromise], around: Surroundings) -> Verdict:
    return together(
        blocked("date_past", Reason.BROKEN_RULE, place=each.kind, what=each.kind.label, date=each.date)
        for each in promises
        if each.date < around.today and each.kind not in around.reached
    )


def _left_out(plan: PlanDocument, dated: dict[MilestoneKind, date]) -> Verdict:
    found: list[Verdict] = []
    skipped = dict(plan.skipped)
    for stage in Stage:
        if stage not in SKIPPABLE:
            if stage in skipped:
                found.append(blocked("skip_forbidden", Reason.BROKEN_RULE, place=stage, stage=stage.label))
        elif stage in skipped and STAGE_MILESTONE[stage] in dated:
            found.append(blocked("skip_and_date", Reason.BROKEN_RULE, place=stage, stage=stage.label))
        elif stage not in skipped and STAGE_MILESTONE[stage] not in dated:
            found.append(blocked("stage_left_out", Reason.MISSING, place=stage, stage=stage.label))
    return together(found)


def window_verdict(policy: Policy, off_date: date) -> Verdict:
    """May anything end on this day, where a policy names its days?"""
    if not policy.window_months or (off_date.month in policy.window_months and off_date.day == policy.window_day):
        return Verdict()
    months = ", ".join(str(month) for month in policy.window_months)
    return blocked(
        "off_window", Reason.BROKEN_RULE, rule=policy.key, date=off_date, day=policy.window_day, months=months
    )
