"""Which of two scenarios is better, measure by measure, and what is left unjudged?"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from lifecycle.rules.assessment_entries import ScenarioTerms
from lifecycle.rules.capabilities import Capability, Coverage
from lifecycle.rules.scenarios import NEVER, Better, Line, Measure, Scenario, compare, wins
from lifecycle.rules.scorecard import Aspect, Readiness, Score
from tests.lifecycle.rules.test_cost import GIVEN

TERMS = ScenarioTerms("Now", "Spaces", Readiness.READY, date(2027, 1, 25), date(2027, 4, 26))
NINE = tuple(Score(each, 4) for each in Aspect)
NOW = Scenario("plan", TERMS, GIVEN, NINE, (Capability("Search", Coverage.COVERED),))
LATER = Scenario(
    "later",
    replace(TERMS, name="Later", off_date=date(2028, 4, 26)),
    replace(GIVEN, direct=Decimal(60_000), running=Decimal(6_000)),
    (*NINE[:-1], Score(Aspect.SECURITY, 2)),
    (Capability("Search", Coverage.PARTLY),),
)


def lines(first: Scenario, second: Scenario) -> dict[Measure, Line]:
    return {each.measure: each for each in compare(first, second)}


def test_every_measure_stands_side_by_side_in_order() -> None:
    found = compare(NOW, LATER)
    assert [each.measure for each in found] == list(Measure)
    by_name = lines(NOW, LATER)
    one_off, saving = by_name[Measure.ONE_OFF], by_name[Measure.SAVING]
    assert (one_off.first, one_off.second, one_off.better) == (138_000, Decimal(103500), Better.SECOND)
    assert (saving.first, saving.second, saving.better) == (18_000, 16_000, Better.FIRST)
    assert by_name[Measure.BREAK_EVEN_MONTH].better is Better.SECOND
    assert by_name[Measure.OFF_DATE].better is Better.FIRST
    assert (by_name[Measure.MAY_BE_ANNOUNCED].first, by_name[Measure.MAY_BE_ANNOUNCED].second) == (True, False)
    assert by_name[Measure.MAY_BE_ANNOUNCED].better is Better.FIRST
    assert by_name[Measure.COVERED].better is Better.FIRST
    assert wins(found)[0] > wins(found)[1] > 0


def test_swapping_the_two_swaps_every_judgement() -> None:
    swap = {Better.FIRST: Better.SECOND, Better.SECOND: Better.FIRST}
    for one, other in zip(compare(NOW, LATER), compare(LATER, NOW), strict=True):
        assert other.better is swap.get(one.better, one.better)


def test_scores_whose_ranges_overlap_are_not_judged() -> None:
    assert lines(NOW, LATER)[Measure.SCORE_LOW].better is Better.FIRST
    half_known = replace(NOW, scores=NINE[:5])
    assert lines(NOW, half_known)[Measure.SCORE_LOW].better is Better.UNCLEAR
    assert lines(NOW, NOW)[Measure.SCORE_LOW].better is Better.ALIKE
    poor = replace(NOW, scores=tuple(Score(each.aspect, 0) for each in NINE))
    assert lines(poor, replace(NOW, scores=NINE[:5]))[Measure.SCORE_LOW].better is Better.SECOND


def test_never_is_worse_than_any_month() -> None:
    dear = replace(NOW, costs=replace(GIVEN, running=Decimal(50_000)))
    found = lines(dear, NOW)[Measure.BREAK_EVEN_MONTH]
    assert (found.first, found.second, found.better) == (NEVER, 8, Better.SECOND)


def test_unknown_and_other_money_are_shown_and_not_judged() -> None:
    bare = Scenario("bare", ScenarioTerms("Bare"))
    assert {each.better for each in compare(bare, NOW)} <= {Better.UNCLEAR, Better.FIRST, Better.SECOND}
    assert lines(bare, NOW)[Measure.SAVING].better is Better.UNCLEAR
    dollars = replace(LATER, costs=replace(LATER.costs, currency="USD"))
    found = lines(NOW, dollars)
    assert found[Measure.ONE_OFF].better is Better.UNCLEAR
    assert found[Measure.ROI_24].better is not Better.UNCLEAR
    assert found[Measure.ONE_OFF].is_money
