"""Does the database itself refuse an assessment that must never be, whoever asks (A4–A6, A22)?"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from lifecycle.models import (
    AssessmentChange,
    DependantAnswer,
    ModuleCapability,
    PlanEffect,
    PlanRemark,
    RiskBacking,
    RiskTaken,
    Scenario,
    ScenarioScore,
    SunsetPlan,
)
from tests.cast import NOON, a_plan

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def plan() -> SunsetPlan:
    return SunsetPlan.objects.first() or a_plan()


def scenario(**fields: object) -> Scenario:
    return Scenario.objects.create(**{"plan": plan(), "key": "a", "name": "A", "changed_at": NOON, **fields})


def score(**fields: object) -> ScenarioScore:
    given = {"scenario": Scenario.objects.first() or scenario(), "aspect": "law", "value": 3, "as_of": date(2027, 1, 1)}
    return ScenarioScore.objects.create(**{**given, **fields})


def capability(**fields: object) -> ModuleCapability:
    given = {"scenario": Scenario.objects.first() or scenario(), "name": "Search", "coverage": "covered"}
    return ModuleCapability.objects.create(**{**given, **fields})


def remark(**fields: object) -> PlanRemark:
    given = {"plan": plan(), "voice": "sales", "severity": "low", "text": "x", "recorded_by": "S", "recorded_at": NOON}
    return PlanRemark.objects.create(**{**given, **fields})


def effect(**fields: object) -> PlanEffect:
    return PlanEffect.objects.create(**{"plan": plan(), "group": "qa", "text": "x", **fields})


def answer(**fields: object) -> DependantAnswer:
    return DependantAnswer.objects.create(**{"plan": plan(), "name": "bot", "by": "P", "at": NOON, **fields})


def risk(**fields: object) -> RiskTaken:
    given = {"plan": plan(), "criterion": "x", "reason": "y", "asked_by": "P", "at": NOON, "ends_at": LATER}
    return RiskTaken.objects.create(**{**given, **fields})


def backing(**fields: object) -> RiskBacking:
    given = {"risk": RiskTaken.objects.first() or risk(), "identity": "i", "name": "A", "role": "pm", "at": NOON}
    return RiskBacking.objects.create(**{**given, **fields})


def twice(make: Callable[..., object], **fields: object) -> Callable[[], object]:
    return lambda: (make(**fields), make(**fields))


BROKEN: dict[str, Callable[[], object]] = {
    "scenario_key_once_per_plan": twice(scenario),
    "scenario_one_main_per_plan": lambda: (scenario(is_main=True), scenario(key="b", is_main=True)),
    "scenario_name_not_blank": lambda: scenario(name=""),
    "scenario_readiness_known": lambda: scenario(readiness="maybe"),
    "scenario_reserve_is_a_share": lambda: scenario(reserve=Decimal("1.01")),
    "scenario_announced_before_off": lambda: scenario(announce_date=date(2027, 1, 2), off_date=date(2027, 1, 1)),
    "scenario_amounts_not_negative": lambda: scenario(people=Decimal(-1)),
    "score_once_per_aspect": twice(score),
    "score_aspect_known": lambda: score(aspect="taste"),
    "score_at_most_five": lambda: score(value=6),
    "score_weight_at_most_ten": lambda: score(weight=11),
    "score_says_when": lambda: score(as_of=None),
    "capability_once_per_scenario": twice(capability),
    "capability_coverage_known": lambda: capability(coverage="maybe"),
    "capability_name_not_blank": lambda: capability(name=""),
    "remark_text_not_blank": lambda: remark(text=""),
    "remark_voice_known": lambda: remark(voice="boss"),
    "remark_severity_known": lambda: remark(severity="awful"),
    "effect_text_not_blank": lambda: effect(text=""),
    "effect_group_known": lambda: effect(group="cats"),
    "dependant_answered_once": twice(answer),
    "dependant_name_not_blank": lambda: answer(name=""),
    "assessment_change_by_somebody": lambda: AssessmentChange.objects.create(
        plan=plan(), kind="cost", row="00000000-0000-4000-8000-000000000000", by="", at=NOON
    ),
    "risk_reason_not_blank": lambda: risk(reason=""),
    "risk_ends_later": lambda: risk(ends_at=NOON),
    "risk_backed_once_per_person": twice(backing),
    "risk_backing_identity_not_blank": lambda: backing(identity=""),
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_each_named_constraint_refuses_its_violation(name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BROKEN[name]()


def test_every_constraint_of_an_assessment_has_its_violation_here() -> None:
    models = (Scenario, ScenarioScore, ModuleCapability, PlanRemark, PlanEffect, DependantAnswer)
    records = (AssessmentChange, RiskTaken, RiskBacking)
    declared = {each.name for model in (*models, *records) for each in model._meta.constraints}
    assert declared == set(BROKEN)
