"""Does an assessment take entries, keep their history, and give every edit back (A4, A5, A6, A22)?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest

from lifecycle.api import AuditEvent, Refused, SunsetPlan, User, assessment_of, changes_of
from lifecycle.models import AssessmentChange, Scenario
from lifecycle.rules.actors import Actor
from lifecycle.rules.assessment_entries import Acknowledgement, Effect, Entry, Group, Kind, ScenarioTerms
from lifecycle.rules.capabilities import Capability, Coverage
from lifecycle.rules.cost import NO_COSTS, Costs
from lifecycle.rules.feedback import Remark, Severity, Voice
from lifecycle.rules.scorecard import Aspect, Readiness, Score
from lifecycle.services.assess import remove_entry, undo_change, write_entry
from tests.cast import NOON, a_plan, acme, anna, dora, paul

pytestmark = pytest.mark.django_db
COSTS = Costs(currency="EUR", infrastructure=Decimal(8_000), direct=Decimal("90000.50"))
LAW = Score(Aspect.LAW, 4, 2, "Counsel agreed.", "https://law.example/7", date(2027, 2, 1), "Ben")
SEARCH = Capability("Search", Coverage.PARTLY, is_essential=True, note="No wildcards")
ONE_OF_EACH: tuple[Entry, ...] = (
    ScenarioTerms("A year later", "Rooms", Readiness.NOT_READY, date(2028, 1, 1), date(2028, 6, 1)),
    COSTS,
    LAW,
    SEARCH,
    Remark(Voice.SUPPORT, Severity.HIGH, "They print it.", "printing", "acme", "Sue", date(2027, 2, 2)),
    Effect(Group.QA, "Fewer suites to run", "Quinn", date(2027, 5, 1)),
    Acknowledgement("report bot", "moves to webhooks"),
)


def write(plan: SunsetPlan, entry: Entry, **more: object) -> AssessmentChange | None:
    given = {"actor": paul().actor, "now": NOON, **more}
    return write_entry(plan=plan, entry=entry, **given)  # type: ignore[arg-type]  # some are spoilt on purpose


def written(plan: SunsetPlan, entry: Entry, **more: object) -> AssessmentChange:
    change = write(plan, entry, **more)
    assert change is not None
    return change


def undo(plan: SunsetPlan, change: AssessmentChange) -> AssessmentChange:
    return undo_change(plan=plan, change=change.uuid, actor=paul().actor, now=NOON)


@pytest.mark.parametrize("entry", ONE_OF_EACH, ids=[type(each).__name__ for each in ONE_OF_EACH])
def test_what_is_written_is_read_back_changed_undone_and_put_back(entry: Entry) -> None:
    acme()
    plan = a_plan()
    first = written(plan, entry)
    assert first.after is not None
    assert write(plan, entry, row=first.row) is None  # the same again is no edit
    if not isinstance(entry, Costs):
        gone = remove_entry(plan=plan, kind=Kind(first.kind), row=first.row, actor=paul().actor, now=NOON)
        assert gone.before == first.after
        assert undo(plan, gone).after == first.after
    undo(plan, first if isinstance(entry, Costs) else newest(plan))
    assert newest(plan).after == (None if not isinstance(entry, Costs) else first.before)
    acts = AuditEvent.objects.filter(action="lifecycle.assessment.changed", plan_key=plan.key)
    assert acts.count() == AssessmentChange.objects.filter(plan=plan).count()


def newest(plan: SunsetPlan) -> AssessmentChange:
    return changes_of(plan)[0]


def test_the_plan_s_own_scenario_reads_as_the_plan_says() -> None:
    plan = a_plan()
    empty = assessment_of(plan).ways[0]
    assert (empty.uuid, empty.is_main) == (None, True)
    assert (empty.way.terms.replacement, empty.way.terms.off_date) == ("Insights", date(2027, 6, 1))
    for entry in (COSTS, LAW, SEARCH):
        write(plan, entry)
    main = assessment_of(plan).main
    assert (main.costs, main.scores, main.capabilities) == (
        replace(COSTS, infrastructure=Decimal("8000.00"), reserve=Decimal("0.1500")),
        (LAW,),
        (SEARCH,),
    )


def test_a_namesake_is_replaced_and_an_edit_can_be_taken_back_once() -> None:
    plan = a_plan()
    write(plan, LAW)
    worse = written(plan, replace(LAW, value=1))
    assert [each.value for each in assessment_of(plan).main.scores] == [1]
    undo(plan, worse)
    assert [each.value for each in assessment_of(plan).main.scores] == [4]
    with pytest.raises(Refused) as refusal:
        undo(plan, worse)
    assert [each.criterion for each in refusal.value.verdict.blockers] == ["entry_changed_since"]


def test_a_scenario_goes_with_everything_in_it_and_comes_back_whole() -> None:
    plan = a_plan()
    way = written(plan, ONE_OF_EACH[0])
    key = Scenario.objects.get(uuid=way.row).key
    assert key == "a-year-later"
    for entry in (COSTS, LAW, SEARCH):
        write(plan, entry, scenario=key)
    before = assessment_of(plan).way(key)
    count = len(changes_of(plan))
    remove_entry(plan=plan, kind=Kind.SCENARIO, row=way.row, actor=paul().actor, now=NOON)
    assert assessment_of(plan).way(key) is None
    for change in changes_of(plan)[: len(changes_of(plan)) - count]:
        undo(plan, change)
    after = assessment_of(plan).way(key)
    assert after is not None
    assert before is not None
    assert after.way == before.way


def test_the_plan_s_own_scenario_and_costs_stay() -> None:
    plan = a_plan()
    main = written(plan, COSTS).row
    for kind, criterion in ((Kind.SCENARIO, "main_scenario_stays"), (Kind.COST, "entry_stays")):
        with pytest.raises(Refused) as refusal:
            remove_entry(plan=plan, kind=kind, row=main, actor=paul().actor, now=NOON)
        assert [each.criterion for each in refusal.value.verdict.blockers] == [criterion]
    write(plan, NO_COSTS)
    assert assessment_of(plan).main.costs.infrastructure is None


def test_two_scenarios_of_one_name_get_keys_of_their_own() -> None:
    plan = a_plan()
    for name in ("慢一点", "慢一点", "Slow", "Slow"):
        write(plan, ScenarioTerms(name))
    assert sorted(each.way.key for each in assessment_of(plan).ways) == [
        "plan",
        "scenario",
        "scenario-2",
        "slow",
        "slow-2",
    ]


def test_support_may_report_what_customers_say_and_only_a_planner_weighs() -> None:
    acme()
    plan = a_plan()
    remark = ONE_OF_EACH[4]
    assert write(plan, remark, actor=dora().actor)
    for actor in (dora().actor, anna().actor):
        with pytest.raises(Refused) as refusal:
            write(plan, LAW, actor=actor)
        assert refusal.value.is_wrong_person


def test_a_remark_is_changed_by_whoever_recorded_it_or_by_a_planner_alone() -> None:
    acme()
    plan, remark = a_plan(), Remark(Voice.SUPPORT, Severity.HIGH, "They print it.")
    said = written(plan, remark, actor=dora().actor)
    namesake = User.objects.create_user("dora.two@sunsetter.example", None, name="Dora", is_staff=True, role="csm")
    softer = replace(remark, severity=Severity.LOW)
    acts: tuple[Callable[[Actor], object], ...] = (
        lambda actor: write(plan, softer, row=said.row, actor=actor),
        lambda actor: remove_entry(plan=plan, kind=Kind.REMARK, row=said.row, actor=actor, now=NOON),
        lambda actor: undo_change(plan=plan, change=said.uuid, actor=actor, now=NOON),
    )
    for person, act in product((anna(), namesake), acts):
        with pytest.raises(Refused) as refusal:
            act(person.actor)
        assert refusal.value.is_wrong_person
    assert write(plan, softer, row=said.row, actor=dora().actor)
    gone = remove_entry(plan=plan, kind=Kind.REMARK, row=said.row, actor=paul().actor, now=NOON)
    assert undo_change(plan=plan, change=gone.uuid, actor=paul().actor, now=NOON).after == gone.before


@pytest.mark.parametrize(
    ("entry", "criterion"),
    [
        (Score(Aspect.LAW, 6, evidence="x", as_of=date(2027, 1, 1)), "score_value"),
        (Score(Aspect.LAW, 3, as_of=date(2027, 1, 1)), "score_evidence"),
        (Score(Aspect.LAW, 3, evidence="x"), "score_as_of"),
        (Score(Aspect.LAW, weight=11), "score_weight"),
        (Score(Aspect.LAW, link="ftp"), "entry_invalid"),
        (ScenarioTerms("x", announce_date=date(2027, 2, 1), off_date=date(2027, 2, 1)), "scenario_dates"),
        (ScenarioTerms(" "), "entry_empty"),
        (Capability("", Coverage.COVERED), "entry_empty"),
        (Effect(Group.QA, ""), "entry_empty"),
        (Remark(Voice.SALES, Severity.LOW, "x", account="nobody"), "unknown_account"),
        (Costs(people=Decimal(1)), "cost_currency"),
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_written(entry: Entry, criterion: str) -> None:
    plan = a_plan()
    with pytest.raises(Refused) as refusal:
        write(plan, entry)
    assert criterion in [each.criterion for each in refusal.value.verdict.blockers]
    assert not AssessmentChange.objects.exists()


def test_an_unknown_row_change_or_scenario_is_said_so() -> None:
    plan, other = a_plan(), a_plan(module="other")
    change = written(other, LAW)
    acts: tuple[Callable[[], object], ...] = (
        lambda: write(plan, LAW, row=change.row),
        lambda: undo(plan, change),
        lambda: remove_entry(plan=plan, kind=Kind.SCORE, row=uuid4(), actor=paul().actor, now=NOON),
        lambda: write(plan, LAW, scenario="nowhere"),
    )
    for act in acts:
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.verdict.blockers[0].criterion in {"entry_gone", "unknown_scenario"}


def test_reading_an_assessment_takes_the_same_queries_however_much_it_holds(
    django_assert_max_num_queries: object,
) -> None:
    plan = a_plan()
    for number in range(5):
        write(plan, replace(SEARCH, name=f"Part {number}"), now=NOON + timedelta(minutes=number))
        write(plan, Remark(Voice.SALES, Severity.LOW, f"No {number}"))
    fresh = SunsetPlan.objects.select_related("module", "module__replacement_module").get(pk=plan.pk)
    with django_assert_max_num_queries(9):  # type: ignore[operator]  # a fixture of pytest-django
        assessment_of(fresh)
