"""Should we, what would it cost, with what instead, and what do those nearest to customers say?"""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.assessment_cost import ShownCosts, shown_costs
from console.views.assessment_files import assessment_file
from console.views.assessment_records import ChangeRow, RiskRow, change_rows, risk_rows
from console.views.assessment_rows import (
    CapabilityRow,
    ScoreRow,
    capability_rows,
    entry_url,
    score_rows,
    total_words,
)
from console.views.assessment_voices import (
    DependantRow,
    EffectRow,
    RemarkRow,
    dependant_rows,
    effect_rows,
    remark_rows,
)
from console.views.assessment_way import replacement_of, terms_of, way_figures, way_name
from console.views.plan import plan_or_404
from console.views.plan_accounts import Pill
from console.views.shown import Choice, Fact, Figure, asked
from lifecycle.api import Assessment, SunsetPlan, assessment_of, concentration_of
from lifecycle.rules.assessment_entries import Kind
from lifecycle.rules.scenarios import Scenario
from lifecycle.rules.scorecard import total


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    plan_key: str
    module_name: str
    scenario: str
    ways: tuple[Choice, ...]
    terms: tuple[Fact, ...]
    terms_url: str
    compare_url: str
    figures: tuple[Figure, ...]
    costs: ShownCosts
    cost_url: str
    has_scorecard: bool
    replacement: Pill
    faults: tuple[str, ...]
    total: str
    scores: tuple[ScoreRow, ...]
    capabilities: tuple[CapabilityRow, ...]
    capability_url: str
    remarks: tuple[RemarkRow, ...]
    effects: tuple[EffectRow, ...]
    dependants: tuple[DependantRow, ...]
    risks: tuple[RiskRow, ...]
    changes: tuple[ChangeRow, ...]


@require_safe
@staff_only
def assessment(request: StaffRequest, key: str) -> HttpResponse:
    now, plan = timezone.now(), plan_or_404(key)
    found = assessment_of(plan)
    chosen = found.way(asked(request.GET, "scenario"))
    if chosen is None:
        raise Http404
    if written := assessment_file(plan.key, found, chosen.way, request.GET.get("format", "")):
        return written
    page = assessment_page(plan, found, chosen.way, now=now)
    return render(request, "console/assessment.html", {"section": "portfolio", "page": page})


def assessment_page(plan: SunsetPlan, found: Assessment, way: Scenario, *, now: datetime) -> AssessmentPage:
    kept = next(each for each in found.ways if each.way is way)
    judged = replacement_of(way)
    key, others = plan.key, [each.way for each in found.ways if each.way is not way]
    return AssessmentPage(
        plan_key=key,
        module_name=plan.module.name,
        scenario=way.key,
        ways=tuple(Choice(each.way.key, way_name(each.way), each.way is way) for each in found.ways),
        terms=terms_of(way),
        terms_url=entry_url(key, Kind.SCENARIO, None if kept.is_main else kept.uuid, scenario=way.key),
        compare_url=reverse("console:assessment_compare", args=[key]) + f"?a={way.key}&b={others[0].key}"
        if others
        else "",
        figures=way_figures(found, way),
        costs=shown_costs(way.costs, concentration_of(plan, None), csv_url=f"?scenario={way.key}&format=return.csv"),
        cost_url=entry_url(key, Kind.COST, scenario=way.key),
        has_scorecard=bool(found.main.scores),
        replacement=judged[0],
        faults=judged[1],
        total=total_words(total(way.scores)),
        scores=score_rows(key, way.key, way.scores, now=now),
        capabilities=capability_rows(key, kept.capabilities),
        capability_url=entry_url(key, Kind.CAPABILITY, scenario=way.key),
        remarks=remark_rows(key, found),
        effects=effect_rows(key, found.effects, today=timezone.localdate(now)),
        dependants=dependant_rows(key, found),
        risks=risk_rows(plan, now=now),
        changes=change_rows(plan),
    )


def back_to(plan_key: str, scenario: str = "", anchor: str = "") -> HttpResponseRedirect:
    """The page of the assessment, at the scenario and part that one came from."""
    place = redirect("console:assessment", key=plan_key)
    if scenario:
        place["Location"] += f"?scenario={scenario}"
    place["Location"] += f"#{anchor}" if anchor else ""
    return HttpResponseRedirect(place["Location"])
