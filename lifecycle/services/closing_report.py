"""What was promised, what happened, and what is there to show for it?"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lifecycle import queries
from lifecycle.models import AuditEvent, SunsetPlan
from lifecycle.rules.closing_charts import bars, line_chart
from lifecycle.rules.closing_report import AccountLine, ClosingReport, Figure, Promise, Proof
from lifecycle.rules.gates import Fact
from lifecycle.rules.milestones import STAGE_MILESTONE, MilestoneKind
from lifecycle.rules.observation import compare_figures
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.stages import Stage
from lifecycle.services.closing_report_acts import acts_of

ACCOUNT_CRITERIA = ("notice_served", "all_reached", "key_cleared", "export_settled", "archive_restored", "usage_below")


def closing_report(
    *,
    plan: SunsetPlan,
    now: datetime,
    use: Sequence[tuple[date, int | None]] = (),
    figures: Sequence[Figure] = (),
    lessons: Sequence[str] = (),
) -> ClosingReport:
    """`use` is active users by day (None = unknown), `figures` come from analytics, notices and exports."""
    settings, module = from_json(plan.settings), plan.module
    promises = _promises(plan)
    late = {row.account.key: 0 for row in plan.stragglers.select_related("account")}
    for row in plan.stragglers.select_related("account"):
        late[row.account.key] += row.count
    marks = [(each.date, each.label) for each in promises]
    return ClosingReport(
        plan=plan.key,
        module=module.key,
        module_name=module.name,
        stage=plan.stage,
        reason_kind=plan.reason_kind,
        reason=plan.reason,
        replacement=module.replacement_module.name if module.replacement_module else module.replacement_name,
        policy=plan.policy,
        made_at=now,
        decisions=tuple(
            f"{each.at:%Y-%m-%d} {each.decided_by}: {each.outcome}. {each.rationale}"
            for each in plan.decisions.order_by("at", "id")
        ),
        overrides=settings.overrides,
        promises=promises,
        accounts=_accounts(plan, late),
        stragglers=bars(sorted(late.items())),
        comparisons=compare_figures(dict(settings.baseline), dict(settings.measured)),
        acts=acts_of(plan.key),
        figures=tuple(figures),
        lessons=tuple(lessons),
        use=tuple(use),
        use_chart=line_chart(use, marks),
    )


def _promises(plan: SunsetPlan) -> tuple[Promise, ...]:
    kept = _kept_days(plan)
    found: list[Promise] = []
    for each in queries.promises_of(plan):
        day = kept.get(each.kind)
        late = (day - each.date).days if day else None
        found.append(Promise(each.kind, each.kind.label, each.date, each.revision, day, late))
    return tuple(found)


def _kept_days(plan: SunsetPlan) -> dict[MilestoneKind, date]:
    """The local day of the act that kept each promise: the last time the plan entered its stage."""
    zone = ZoneInfo(plan.timezone)
    entered: dict[MilestoneKind, date] = {}
    for act in AuditEvent.objects.filter(plan_key=plan.key, action="lifecycle.plan.advanced").order_by("id"):
        for stage, kind in STAGE_MILESTONE.items():
            if f'"to":"{stage.value}"' in act.body:
                entered[kind] = act.at.astimezone(zone).date()
        if f'"previous":"{Stage.OBSERVING.value}"' in act.body:
            entered[MilestoneKind.OBSERVATION_END] = act.at.astimezone(zone).date()
    return entered


def _accounts(plan: SunsetPlan, late: dict[str, int]) -> tuple[AccountLine, ...]:
    facts = queries.newest_facts(plan, of=ACCOUNT_CRITERIA)
    return tuple(
        AccountLine(
            account.key,
            account.name,
            account.tier,
            late.get(account.key, 0),
            tuple(_proof(name, facts.get((name, account.key))) for name in ACCOUNT_CRITERIA),
        )
        for account in queries.affected_accounts(plan)
    )


def _proof(criterion: str, fact: Fact | None) -> Proof:
    if fact is None:
        return Proof(criterion, "nothing", None, "")
    if fact.value is None:
        return Proof(criterion, "unknown", fact.as_of, fact.source)
    holds = fact.value is True or (fact.value == 0 and fact.value is not False)
    return Proof(criterion, "yes" if holds else "no", fact.as_of, fact.source)
