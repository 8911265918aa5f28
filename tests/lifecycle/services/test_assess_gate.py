"""Does a scorecard stop the announcement, and may two people take that risk on record (A5, A19)?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lifecycle.api import (
    Refused,
    SunsetPlan,
    ask_to_take_risk,
    attest,
    back_risk,
    gate_verdict,
    plan_hash,
    revoke_role,
    withdraw_risk,
)
from lifecycle.models import RiskTaken
from lifecycle.rules.actors import Actor
from lifecycle.rules.assessment_entries import ScenarioTerms
from lifecycle.rules.capabilities import Capability, Coverage
from lifecycle.rules.scorecard import Aspect, Readiness, Score
from lifecycle.rules.stages import Stage
from lifecycle.services.assess import write_entry
from lifecycle.services.assess_risk import risks_in_force, risks_of
from tests.cast import NOON, a_plan, acme, anna, dora, know_all, lena, olga, paul

pytestmark = pytest.mark.django_db
SCORED = date(2027, 2, 20)
LATER = NOON + timedelta(days=30)


def scored(law: int | None = 4, security: int | None = 4, readiness: Readiness = Readiness.READY) -> SunsetPlan:
    plan = a_plan(stage=Stage.DECIDED)
    know_all(plan, Stage.ANNOUNCED, [acme()], at=NOON)
    values = dict.fromkeys(Aspect, 4) | {Aspect.LAW: law, Aspect.SECURITY: security}
    write_entry(
        plan=plan, entry=ScenarioTerms("As planned", readiness=readiness), actor=paul().actor, now=NOON, scenario="plan"
    )
    for aspect, value in values.items():
        score = Score(aspect, value, evidence="checked", as_of=SCORED if value is not None else None)
        write_entry(plan=plan, entry=score, actor=paul().actor, now=NOON)
    return plan


def replacement_blockers(plan: SunsetPlan, days: int = 0) -> list[str]:
    verdict = gate_verdict(plan=plan, to=Stage.ANNOUNCED, now=NOON + timedelta(days=days))
    return [each.reason.value for each in verdict.blockers if each.criterion == "replacement_ready"]


def test_without_a_scorecard_a_person_signs_as_before() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    know_all(plan, Stage.ANNOUNCED, [acme()], at=NOON)
    assert replacement_blockers(plan) == []
    attest(
        plan=plan, criterion="replacement_ready", subject=None, actor=olga().actor, note="No.", now=NOON, holds=False
    )
    assert replacement_blockers(plan) == ["below"]


def test_a_scorecard_decides_and_nobody_can_sign_past_it() -> None:
    plan = scored(law=2)
    assert replacement_blockers(plan) == ["below"]
    with pytest.raises(Refused) as refusal:
        attest(plan=plan, criterion="replacement_ready", subject=None, actor=olga().actor, note="Fine.", now=NOON)
    assert [each.criterion for each in refusal.value.verdict.blockers] == ["scorecard_decides"]


@pytest.mark.parametrize(
    ("law", "security", "readiness", "found"),
    [
        (4, 4, Readiness.READY, []),
        (3, 3, Readiness.READY, []),
        (4, 2, Readiness.READY, ["below"]),
        (4, None, Readiness.READY, ["unknown"]),
        (4, 4, Readiness.UNKNOWN, ["unknown"]),
        (4, 4, Readiness.NOT_READY, ["below"]),
    ],
)
def test_law_security_and_readiness_block_the_announcement(
    law: int, security: int | None, readiness: Readiness, found: list[str]
) -> None:
    assert replacement_blockers(scored(law, security, readiness)) == found


def test_scores_turn_stale_after_ninety_days() -> None:
    plan = scored()
    assert replacement_blockers(plan, days=80) == []
    assert replacement_blockers(plan, days=82) == ["stale"]


def test_an_essential_capability_that_is_lacking_blocks() -> None:
    plan = scored()
    lacking = Capability("Audit export", Coverage.LACKING, is_essential=True)
    write_entry(plan=plan, entry=lacking, actor=paul().actor, now=NOON)
    assert replacement_blockers(plan) == ["below"]
    write_entry(plan=plan, entry=replace(lacking, is_essential=False), actor=paul().actor, now=NOON)
    assert replacement_blockers(plan) == []


def asked(plan: SunsetPlan, criterion: str = "replacement_ready") -> RiskTaken:
    return ask_to_take_risk(
        plan=plan, criterion=criterion, reason="The contract ends first.", ends_at=LATER, actor=paul().actor, now=NOON
    )


def test_two_people_besides_the_author_take_the_risk_until_its_end() -> None:
    plan = scored(law=2)
    seen = plan_hash(plan)
    risk = asked(plan)
    for person in (anna(), anna()):  # one person twice is one person
        back_risk(plan=plan, risk=risk.uuid, actor=person.actor, now=NOON)
    assert replacement_blockers(plan) == ["below"]
    back_risk(plan=plan, risk=risk.uuid, actor=lena().actor, now=NOON)
    assert replacement_blockers(plan) == []
    cautions = gate_verdict(plan=plan, to=Stage.ANNOUNCED, now=NOON).cautions
    assert [each.criterion for each in cautions] == ["replacement_ready"]
    assert plan_hash(plan) != seen
    assert risks_in_force(plan, now=LATER) == frozenset()
    withdraw_risk(plan=plan, risk=risk.uuid, actor=olga().actor, now=NOON)
    assert replacement_blockers(plan) == ["below"]


def test_whoever_lost_the_right_to_approve_no_longer_stands_behind_a_risk() -> None:
    plan = scored(law=2)
    risk = asked(plan)
    for person in (anna(), lena()):
        back_risk(plan=plan, risk=risk.uuid, actor=person.actor, now=NOON)
    revoke_role(email=anna().email, actor=olga().actor, reason="left", now=NOON)
    assert replacement_blockers(plan) == ["below"]
    assert [names for _, names in risks_of(plan, now=NOON)] == [["Lena"]]
    assert [names for _, names in risks_of(plan, now=LATER)] == [["Anna", "Lena"]]


def test_a_risk_waits_a_week_for_its_people() -> None:
    plan = scored(law=2)
    risk = asked(plan)
    back_risk(plan=plan, risk=risk.uuid, actor=anna().actor, now=NOON)
    with pytest.raises(Refused) as refusal:
        back_risk(plan=plan, risk=risk.uuid, actor=lena().actor, now=NOON + timedelta(days=8))
    assert [each.criterion for each in refusal.value.verdict.blockers] == ["risk_too_old"]


def test_the_author_and_those_who_may_not_approve_back_nothing() -> None:
    plan = scored(law=2)
    risk = asked(plan)
    for person in (paul(), dora()):
        with pytest.raises(Refused) as refusal:
            back_risk(plan=plan, risk=risk.uuid, actor=person.actor, now=NOON)
        assert refusal.value.is_wrong_person
    assert not risk.backings.exists()


@pytest.mark.parametrize("criterion", ["activity_alive", "lead_time_kept", "notice_served", "nothing"])
def test_only_what_rule_twelve_leaves_open_can_be_taken(criterion: str) -> None:
    with pytest.raises(Refused) as refusal:
        asked(a_plan(), criterion)
    assert [each.criterion for each in refusal.value.verdict.blockers] == ["not_takeable"]


def test_a_risk_has_a_reason_and_an_end_to_come() -> None:
    plan = a_plan()
    with pytest.raises(Refused) as refusal:
        ask_to_take_risk(
            plan=plan, criterion="replacement_ready", reason=" ", ends_at=NOON, actor=paul().actor, now=NOON
        )
    assert [each.criterion for each in refusal.value.verdict.blockers] == ["risk_reason", "risk_end"]
    with pytest.raises(Refused) as refusal:
        ask_to_take_risk(
            plan=plan,
            criterion="replacement_ready",
            reason="x",
            ends_at=NOON + timedelta(days=731),
            actor=paul().actor,
            now=NOON,
        )
    assert [each.criterion for each in refusal.value.verdict.blockers] == ["risk_end_far"]
    risk = asked(plan)
    with pytest.raises(Refused):
        back_risk(plan=plan, risk=risk.uuid, actor=anna().actor, now=LATER)
    with pytest.raises(Refused):
        withdraw_risk(plan=plan, risk=risk.uuid, actor=Actor.system("tick"), now=NOON)
