"""Is a decision taken by the right person, with grounds, on evidence that stays as it was (A6)?"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from lifecycle.api import AuditEvent, DecisionRecord, Refused, SunsetPlan, decide
from lifecycle.rules.stages import Stage
from lifecycle.services.plan_facts import facts_for
from tests.cast import NOON, a_plan, acme, anna, know, paul

pytestmark = pytest.mark.django_db


def decide_to(plan: SunsetPlan, outcome: str = "retire", hours: int = 0, **more: object) -> DecisionRecord:
    given: dict[str, object] = {"rationale": "Nobody uses it", "options": ["keep", "retire"], "actor": paul().actor}
    now = NOON + timedelta(hours=hours)
    return decide(plan=plan, outcome=outcome, now=now, **{**given, **more})  # type: ignore[arg-type]  # spoilt on purpose


def is_decided(plan: SunsetPlan) -> object:
    return facts_for(plan, Stage.DECIDED, now=NOON)["decision_current", ""].value


def test_a_decision_freezes_the_evidence_as_it_stood() -> None:
    plan = a_plan()
    know(plan, "usage_below", 7, account=acme(), at=NOON)
    know(plan, "activity_alive", None, at=NOON)
    decision = decide_to(plan)
    know(plan, "usage_below", 0, account=acme(), at=NOON + timedelta(hours=1))
    decision.refresh_from_db()
    assert decision.evidence == {"usage_below acme": 7, "activity_alive": None}
    assert (decision.options, decision.decided_by, is_decided(plan)) == (["keep", "retire"], "Paul", True)
    assert AuditEvent.objects.get(action="lifecycle.decision.recorded").plan_key == plan.key


def test_the_newest_decision_counts() -> None:
    plan = a_plan()
    assert is_decided(plan) is False
    decide_to(plan)
    assert is_decided(plan) is True
    decide_to(plan, "reverse", hours=1)
    assert is_decided(plan) is False


@pytest.mark.parametrize(
    ("change", "criterion"),
    [
        ({"outcome": "perhaps"}, "outcome"),
        ({"outcome": "postpone"}, "outcome"),
        ({"rationale": " \n"}, "rationale"),
        ({"tolerance": Decimal(2)}, "tolerance"),
    ],
)
def test_a_decision_without_grounds_or_day_is_refused(change: dict[str, object], criterion: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide_to(a_plan(), **change)  # type: ignore[arg-type]  # spoilt on purpose
    assert [each.criterion for each in refusal.value.verdict.blockers] == [criterion]
    assert not DecisionRecord.objects.exists()


def test_a_decision_may_be_put_off_until_a_day() -> None:
    assert decide_to(a_plan(), "postpone", until=date(2028, 1, 3)).until_date == date(2028, 1, 3)


def test_only_a_planner_decides() -> None:
    with pytest.raises(Refused) as refusal:
        decide_to(a_plan(), actor=anna().actor)
    assert refusal.value.is_wrong_person
