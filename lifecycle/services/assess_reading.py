"""What does an assessment hold, as pages, commands and decisions read it?"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from lifecycle.models import AssessmentChange, DependantAnswer, PlanEffect, PlanRemark, Scenario, SunsetPlan
from lifecycle.rules.assessment_entries import Effect, Entry, Kind, ScenarioTerms
from lifecycle.rules.capabilities import Capability
from lifecycle.rules.cost import Costs
from lifecycle.rules.feedback import Remark
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.scenarios import Scenario as Way
from lifecycle.rules.scorecard import Aspect, Score
from lifecycle.services.assess_rows import MAIN, MAIN_NAME
from lifecycle.services.assess_shapes import Row, entry_of

CHANGES_SHOWN = 30
Shape = TypeVar("Shape", bound=Entry)


@dataclass(frozen=True, slots=True)
class KeptWay:
    """A scenario with the uuids of its parts; `uuid` None: the plan's own, of which nothing is written yet."""

    uuid: UUID | None
    is_main: bool
    way: Way
    capabilities: tuple[tuple[UUID, Capability], ...] = ()
    scores: tuple[tuple[UUID, Score], ...] = ()


@dataclass(frozen=True, slots=True)
class KeptRemark:
    uuid: UUID
    remark: Remark
    account_name: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Dependant:
    """What depends on the module, as its plan file says; `by` '' while nobody answered for it."""

    name: str
    is_integration: bool
    uuid: UUID | None = None
    note: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """`ways`: the plan's own first."""

    ways: tuple[KeptWay, ...]
    remarks: tuple[KeptRemark, ...]
    effects: tuple[tuple[UUID, Effect], ...]
    dependants: tuple[Dependant, ...]

    @property
    def main(self) -> Way:
        return self.ways[0].way

    @property
    def unanswered(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.dependants if not each.by)

    def way(self, key: str) -> KeptWay | None:
        return next((each for each in self.ways if each.way.key == (key or MAIN)), None)


def assessment_of(plan: SunsetPlan) -> Assessment:
    """In six queries, whatever it holds; `plan.module` is loaded."""
    rows = Scenario.objects.filter(plan=plan).prefetch_related("scores", "capabilities").order_by("-is_main", "key")
    ways = [_kept(plan, row) for row in rows]
    effects = PlanEffect.objects.filter(plan=plan).order_by("group", "id")
    if not ways or not ways[0].is_main:
        empty = Way(MAIN, _as_the_plan_says(plan, ScenarioTerms(MAIN_NAME)))
        ways.insert(0, KeptWay(None, is_main=True, way=empty))
    return Assessment(
        ways=tuple(ways),
        remarks=tuple(
            KeptRemark(
                row.uuid,
                _one(Remark, Kind.REMARK, row),
                row.account.name if row.account else "",
                row.recorded_by,
                row.recorded_at,
            )
            for row in PlanRemark.objects.filter(plan=plan).select_related("account").order_by("recorded_at", "id")
        ),
        effects=tuple((row.uuid, _one(Effect, Kind.EFFECT, row)) for row in effects),
        dependants=dependants_of(plan),
    )


def dependants_of(plan: SunsetPlan) -> tuple[Dependant, ...]:
    """Modules, then integrations, in the order of the plan file."""
    answers = {row.name: row for row in DependantAnswer.objects.filter(plan=plan)}
    named = [(name, False) for name in plan.module.dependants] + [(name, True) for name in plan.module.integrations]
    return tuple(
        Dependant(name, is_integration, found.uuid, found.note, found.by, found.at)
        if (found := answers.get(name))
        else Dependant(name, is_integration)
        for name, is_integration in dict.fromkeys(named)
    )


def changes_of(plan: SunsetPlan, *, limit: int = CHANGES_SHOWN) -> list[AssessmentChange]:
    """Newest first."""
    return list(AssessmentChange.objects.filter(plan=plan).order_by("-id")[:limit])


def _kept(plan: SunsetPlan, row: Scenario) -> KeptWay:
    terms = _one(ScenarioTerms, Kind.SCENARIO, row)
    scored = {one.aspect: one for one in row.scores.all()}
    scores = tuple((scored[a].uuid, _one(Score, Kind.SCORE, scored[a])) for a in Aspect if a in scored)
    listed = sorted(row.capabilities.all(), key=lambda one: one.name)
    capabilities = tuple((one.uuid, _one(Capability, Kind.CAPABILITY, one)) for one in listed)
    way = Way(
        key=row.key,
        terms=_as_the_plan_says(plan, terms) if row.is_main else terms,
        costs=_one(Costs, Kind.COST, row),
        scores=tuple(score for _, score in scores),
        capabilities=tuple(capability for _, capability in capabilities),
    )
    return KeptWay(row.uuid, row.is_main, way, capabilities, scores)


def _as_the_plan_says(plan: SunsetPlan, terms: ScenarioTerms) -> ScenarioTerms:
    """The plan's own scenario has the plan's dates and replacement unless it names others."""
    dates = {row.kind: row.date for row in plan.milestones.all()}
    module = plan.module
    replacement = module.replacement_module.name if module.replacement_module else module.replacement_name
    return replace(
        terms,
        replacement=terms.replacement or replacement,
        announce_date=terms.announce_date or dates.get(MilestoneKind.ANNOUNCE),
        off_date=terms.off_date or dates.get(MilestoneKind.OFF),
    )


def _one(_shape: type[Shape], kind: Kind, row: Row) -> Shape:
    return cast(Shape, entry_of(kind, row))  # the table of kinds gives each its own shape
