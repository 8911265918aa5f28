"""Which of two ways to go about a retirement is better, figure by figure?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from lifecycle.rules.assessment_entries import ScenarioTerms
from lifecycle.rules.capabilities import Capability, count_coverage
from lifecycle.rules.cost import NO_COSTS, Costs, payback
from lifecycle.rules.scorecard import Score, Total, judge_replacement, total

ROI_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that is weighed of one way; `key` is what people call it."""

    key: str
    terms: ScenarioTerms
    costs: Costs = NO_COSTS
    scores: tuple[Score, ...] = ()
    capabilities: tuple[Capability, ...] = ()


class Measure(StrEnum):
    """What is compared, in the order shown."""

    ANNOUNCE_DATE = "announce_date"
    OFF_DATE = "off_date"
    READINESS = "readiness"
    MAINTENANCE = "maintenance"
    RUNNING = "running"
    SAVING = "saving"
    ONE_OFF = "one_off"
    BREAK_EVEN_MONTH = "break_even_month"
    ROI_24 = "roi_24"
    RETURN_24 = "return_24"
    SCORE_LOW = "score_low"
    SCORE_HIGH = "score_high"
    COVERED = "covered"
    PARTLY = "partly"
    LACKING = "lacking"
    LACKING_ESSENTIAL = "lacking_essential"
    MAY_BE_ANNOUNCED = "may_be_announced"


class Better(StrEnum):
    FIRST = "first"
    SECOND = "second"
    ALIKE = "alike"
    UNCLEAR = "unclear"


NEVER = "never"
Value = Decimal | int | date | str | bool | None
_LESS_IS_BETTER = frozenset({Measure.RUNNING, Measure.ONE_OFF, Measure.BREAK_EVEN_MONTH, Measure.OFF_DATE})
_LESS_IS_BETTER |= {Measure.PARTLY, Measure.LACKING, Measure.LACKING_ESSENTIAL}
_NOT_JUDGED = frozenset({Measure.ANNOUNCE_DATE, Measure.READINESS, Measure.MAINTENANCE, Measure.SCORE_HIGH})
_MONEY = frozenset({Measure.MAINTENANCE, Measure.RUNNING, Measure.SAVING, Measure.ONE_OFF, Measure.RETURN_24})


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of both; None is unknown, "never" is said of a break-even that does not come."""

    measure: Measure
    first: Value
    second: Value
    better: Better

    @property
    def is_money(self) -> bool:
        return self.measure in _MONEY


def figures(scenario: Scenario) -> dict[Measure, Value]:
    """Every measure of one scenario."""
    found, points = payback(scenario.costs), total(scenario.scores)
    count = count_coverage(scenario.capabilities)
    ready = judge_replacement(
        scenario.scores, readiness=scenario.terms.readiness, lacking_essential=count.lacking_essential
    )
    has_list = bool(scenario.capabilities)
    known: dict[Measure, Value] = {
        Measure.ANNOUNCE_DATE: scenario.terms.announce_date,
        Measure.OFF_DATE: scenario.terms.off_date,
        Measure.READINESS: scenario.terms.readiness.value,
        Measure.RUNNING: scenario.costs.running,
        Measure.SCORE_LOW: points.low,
        Measure.SCORE_HIGH: points.high,
        Measure.COVERED: count.covered if has_list else None,
        Measure.PARTLY: count.partly if has_list else None,
        Measure.LACKING: count.lacking if has_list else None,
        Measure.LACKING_ESSENTIAL: len(count.lacking_essential) if has_list else None,
        Measure.MAY_BE_ANNOUNCED: ready.holds,
    }
    if found is not None:
        month = found.break_even_month
        known |= {
            Measure.MAINTENANCE: found.maintenance,
            Measure.SAVING: found.saving,
            Measure.ONE_OFF: found.one_off,
            Measure.BREAK_EVEN_MONTH: NEVER if month is None else month,
            Measure.ROI_24: found.roi(ROI_MONTHS),
            Measure.RETURN_24: found.after(ROI_MONTHS),
        }
    return {measure: known.get(measure) for measure in Measure}


def compare(first: Scenario, second: Scenario) -> tuple[Line, ...]:
    """Side by side. Money in different currencies is shown and never judged; unknown is never better or worse."""
    left, right = figures(first), figures(second)
    same_money = first.costs.currency == second.costs.currency
    judged = {each: _better(each, left[each], right[each], same_money or each not in _MONEY) for each in Measure}
    judged[Measure.SCORE_LOW] = _better_score(total(first.scores), total(second.scores))
    return tuple(Line(each, left[each], right[each], judged[each]) for each in Measure)


def _better_score(left: Total, right: Total) -> Better:
    """Ranges that overlap say nothing: what is unknown may still turn it round."""
    if left.is_exact and left == right:
        return Better.ALIKE
    if left.low > right.high:
        return Better.FIRST
    return Better.SECOND if right.low > left.high else Better.UNCLEAR


def _better(measure: Measure, left: Value, right: Value, is_comparable: bool) -> Better:
    if measure in _NOT_JUDGED or left is None or right is None or not is_comparable:
        return Better.UNCLEAR
    if left == right:
        return Better.ALIKE
    if NEVER in (left, right):
        return Better.SECOND if left == NEVER else Better.FIRST
    first_is_less = _rank(left) < _rank(right)
    return Better.FIRST if first_is_less == (measure in _LESS_IS_BETTER) else Better.SECOND


def _rank(value: Value) -> Decimal:
    """A day by its number; figures as they are."""
    if isinstance(value, date):
        return Decimal(value.toordinal())
    return Decimal(value) if isinstance(value, Decimal | int) else Decimal(0)


def wins(lines: Sequence[Line]) -> tuple[int, int]:
    """On how many measures each is better."""
    found = [each.better for each in lines]
    return found.count(Better.FIRST), found.count(Better.SECOND)
