"""What does a live plan promise, and which rule decides how soon it may end?"""

from dataclasses import dataclass
from datetime import date, datetime

from lifecycle import queries
from lifecycle.models import SunsetPlan
from lifecycle.rules.lead_time import Tried, earliest
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.plan_floors import of_accounts
from lifecycle.rules.plan_settings import from_json
from lifecycle.services.plan_surroundings import demands_for, surroundings_of


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A dated promise as people and programs read it; `at` is the instant in UTC."""

    kind: str
    label: str
    date: date
    at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class PlanOverview:
    """`earliest_date` is None while a rule lacks its input, or nobody is to be told."""

    key: str
    module: str
    module_name: str
    stage: str
    paused_from: str
    skipped: tuple[str, ...]
    revision: int
    policy: str
    criticality: str
    zone: str
    reason_kind: str
    reason: str
    milestones: tuple[MilestoneView, ...]
    binding: str
    earliest_date: date | None
    target_date: date | None
    tried: tuple[Tried, ...]
    overrides: tuple[str, ...]
    document: str


def overview_of(*, plan: SunsetPlan, now: datetime) -> PlanOverview:
    """Everything that `plan show` and the API say of a plan; `plan.module` is loaded."""
    promises = queries.promises_of(plan)
    around = surroundings_of(plan=plan, zone=plan.timezone, now=now)
    told = next((each.date for each in promises if each.kind is MilestoneKind.ANNOUNCE), around.today)
    found = earliest(told_date=told, demands=of_accounts(demands_for(plan=plan), around))
    return PlanOverview(
        key=plan.key,
        module=plan.module.key,
        module_name=plan.module.name,
        stage=plan.stage,
        paused_from=plan.paused_from,
        skipped=tuple(plan.skipped),
        revision=plan.revision,
        policy=plan.policy,
        criticality=plan.module.criticality,
        zone=plan.timezone,
        reason_kind=plan.reason_kind,
        reason=plan.reason,
        milestones=tuple(MilestoneView(p.kind, p.kind.label, p.date, p.at, p.revision) for p in promises),
        binding=found.binding,
        earliest_date=found.date,
        target_date=found.target_date,
        tried=found.tried,
        overrides=from_json(plan.settings).overrides,
        document=plan.document,
    )
