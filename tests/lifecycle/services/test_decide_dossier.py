"""Does a decision freeze what lay on the table, and go stale when a fact moves beyond its bounds (A3, A6)?"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lifecycle.api import DecisionRecord, Refused, SunsetPlan, decide, dossier_of, stale_because
from lifecycle.models import DecisionDossier
from lifecycle.rules.assessment_entries import Acknowledgement
from lifecycle.rules.dossier import Considered, Dossier, Figure
from lifecycle.rules.feedback import Remark, Severity, Voice
from lifecycle.rules.scorecard import Aspect, Score
from lifecycle.rules.stages import Stage
from lifecycle.rules.stakes import Relevance, Stake, UsageFigures
from lifecycle.services.assess import write_entry
from lifecycle.services.plan_facts import facts_for
from tests.cast import NOON, a_plan, acme, corner_shop, know, paul
from tests.lifecycle.rules.test_cost import GIVEN

pytestmark = pytest.mark.django_db
USAGE = UsageFigures(
    as_of=date(2027, 2, 28),
    coverage="ok",
    snapshot="5c1e7c04-0000-4000-8000-000000000001",
    users_28=10,
    users_90=12,
    accounts_28=2,
    accounts_90=2,
    users_all=250,
    stakes=(Stake("acme", users=9, events=90, dependence=0.02), Stake("corner-shop", users=1, events=10)),
)
AUDIT = Remark(Voice.SUPPORT, Severity.CRITICAL, "Their audit needs it.", account="acme")


def a_weighed_plan() -> SunsetPlan:
    plan = a_plan(stage=Stage.ASSESSING)
    know(plan, "usage_below", 9, account=acme(), at=NOON)
    know(plan, "usage_below", 1, account=corner_shop(), at=NOON)
    for row in (acme(), corner_shop()):
        row.currency = "EUR"
        row.save()
    law = Score(Aspect.LAW, 4, evidence="Counsel agreed.", as_of=date(2027, 2, 1))
    for entry in (GIVEN, law, AUDIT):
        write_entry(plan=plan, entry=entry, actor=paul().actor, now=NOON)
    return plan


def decided(plan: SunsetPlan, *, usage: UsageFigures | None = USAGE, outcome: str = "retire") -> DecisionRecord:
    return decide(
        plan=plan,
        outcome=outcome,
        rationale="The store cannot be made safe.",
        options=["keep: too dear", "retire"],
        risks=["One audit in June"],
        actor=paul().actor,
        now=NOON,
        usage=usage,
    )


def frozen(decision: DecisionRecord) -> Dossier:
    found = dossier_of(decision)
    assert found is not None
    return found


def is_current(plan: SunsetPlan) -> object:
    return facts_for(plan, Stage.DECIDED, now=NOON)["decision_current", ""].value


def test_a_decision_keeps_usage_stakes_options_scores_costs_and_risks_as_they_stood() -> None:
    plan = a_weighed_plan()
    decision = decided(plan)
    for entry in (replace(GIVEN, people=Decimal(1)), replace(AUDIT, text="Solved.", severity=Severity.LOW)):
        write_entry(plan=plan, entry=entry, actor=paul().actor, now=NOON + timedelta(days=1))
    found = frozen(decision)
    assert found.usage == USAGE
    assert found.costs == GIVEN
    assert (found.remarks, found.risks) == ((AUDIT,), ("One audit in June",))
    assert found.considered == (Considered("keep", "too dear"), Considered("retire"))
    assert [each.value for each in found.scores] == [4]
    stakes = found.concentration
    assert (stakes.top_share, stakes.reach, stakes.top_users) == (1.0, 0.04, 2)
    assert stakes.revenue == (("EUR", Decimal("250900.00")),)
    assert [(each.name, each.relevance) for each in stakes.key_accounts] == [("Acme Ltd", Relevance.LOW)]
    assert stakes.relevance is Relevance.MEDIUM
    assert len(DecisionDossier.objects.get(decision=decision).sha256) == 64


def test_without_analytics_the_evidence_says_who_is_hit() -> None:
    found = frozen(decided(a_weighed_plan(), usage=None))
    assert found.usage is None
    assert [each.account for each in found.concentration.key_accounts] == ["acme"]


@pytest.mark.parametrize(("users", "stale"), [(10, []), (11, []), (12, []), (13, [Figure.USERS]), (0, []), (None, [])])
def test_more_use_than_was_tolerated_makes_a_decision_stale(users: int | None, stale: list[Figure]) -> None:
    plan = a_weighed_plan()
    decision = decided(plan)
    assert is_current(plan) is True
    know(plan, "usage_below", users, account=acme(), at=NOON + timedelta(hours=1))
    assert [each.figure for each in stale_because(plan, decision)] == stale
    assert is_current(plan) is not bool(stale)


def test_one_more_critical_remark_or_dearer_move_makes_a_decision_stale() -> None:
    plan = a_weighed_plan()
    decision = decided(plan)
    write_entry(plan=plan, entry=replace(AUDIT, text="And in May."), actor=paul().actor, now=NOON)
    write_entry(plan=plan, entry=replace(GIVEN, direct=Decimal(130_000)), actor=paul().actor, now=NOON)
    assert [each.figure for each in stale_because(plan, decision)] == [Figure.ONE_OFF, Figure.CRITICAL_REMARKS]


def test_what_depends_on_the_module_is_answered_for_before_it_goes() -> None:
    plan = a_weighed_plan()
    plan.module.dependants, plan.module.integrations = ["search"], ["report bot"]
    plan.module.save()
    assert decided(plan, outcome="refuse")
    with pytest.raises(Refused) as refusal:
        decided(plan)
    (blocker,) = refusal.value.verdict.blockers
    assert (blocker.criterion, blocker.fact("detail")) == ("dependants_unanswered", "search, report bot")
    for name in ("search", "report bot"):
        write_entry(plan=plan, entry=Acknowledgement(name, "moves"), actor=paul().actor, now=NOON)
    assert frozen(decided(plan)).dependants == (("search", "moves"), ("report bot", "moves"))


def test_a_decision_from_before_dossiers_were_kept_stands() -> None:
    plan = a_weighed_plan()
    old = DecisionRecord.objects.create(plan=plan, outcome="retire", rationale="x", decided_by="Paul", at=NOON)
    assert dossier_of(old) is None
    assert stale_because(plan, old) == ()
    assert is_current(plan) is True
