"""Does the scorecard of nine criteria say how good a replacement is, and stop one that is not (A5)?"""

from decimal import Decimal

import pytest

from lifecycle.rules.capabilities import Capability, Coverage, count_coverage
from lifecycle.rules.scorecard import (
    Aspect,
    Fault,
    Readiness,
    ReplacementFinding,
    Score,
    all_nine,
    judge_replacement,
    total,
)


def full(value: int = 4, **other: int | None) -> list[Score]:
    return [Score(each, other.get(each.value, value)) for each in Aspect]


def judged(scores: list[Score], readiness: Readiness = Readiness.READY, *lacking: str) -> ReplacementFinding:
    return judge_replacement(scores, readiness=readiness, lacking_essential=lacking)


def test_there_are_nine_criteria_each_with_a_label() -> None:
    assert len(Aspect) == 9
    assert all(each.label for each in Aspect)
    assert [each.aspect for each in all_nine([])] == list(Aspect)


def test_a_known_card_has_one_total_weighted() -> None:
    found = total([*full(4)[:-1], Score(Aspect.SECURITY, 2, weight=8)])
    assert found.is_exact
    assert found.low == Decimal(4 * 8 + 2 * 8) / 16


def test_an_unknown_score_makes_the_total_a_range() -> None:
    found = total(full(3, law=None))
    assert not found.is_exact
    assert (found.low, found.high, found.unknown) == (Decimal(24) / 9, Decimal(29) / 9, 1)


def test_without_any_weight_everything_is_possible() -> None:
    found = total([Score(each, 3, weight=0) for each in Aspect])
    assert (found.low, found.high) == (Decimal(0), Decimal(5))


@pytest.mark.parametrize(
    ("scores", "readiness", "lacking", "holds", "faults"),
    [
        (full(3), Readiness.READY, (), True, ()),
        (full(4, law=2), Readiness.READY, (), False, (Fault.LAW_BELOW,)),
        (full(4, security=0), Readiness.READY, (), False, (Fault.SECURITY_BELOW,)),
        (full(5), Readiness.NOT_READY, (), False, (Fault.NOT_READY,)),
        (full(5), Readiness.UNKNOWN, (), None, (Fault.READINESS_UNKNOWN,)),
        (full(5, law=None), Readiness.READY, (), None, (Fault.LAW_UNKNOWN,)),
        (full(5, security=None, law=1), Readiness.READY, (), False, (Fault.LAW_BELOW, Fault.SECURITY_UNKNOWN)),
        (full(5), Readiness.READY, ("Bots",), False, (Fault.LACKS_ESSENTIAL,)),
        (full(0, law=3, security=3), Readiness.READY, (), True, ()),
        ([], Readiness.READY, (), None, (Fault.LAW_UNKNOWN, Fault.SECURITY_UNKNOWN)),
    ],
)
def test_law_security_readiness_and_essentials_decide_and_unknown_is_not_yes(
    scores: list[Score],
    readiness: Readiness,
    lacking: tuple[str, ...],
    holds: bool | None,
    faults: tuple[Fault, ...],
) -> None:
    assert judged(scores, readiness, *lacking) == ReplacementFinding(holds, faults)


def test_coverage_counts_and_names_what_is_essential_and_lacking() -> None:
    found = count_coverage(
        [
            Capability("Search", Coverage.COVERED, is_essential=True),
            Capability("Polls", Coverage.PARTLY),
            Capability("Fax", Coverage.LACKING),
            Capability("Bots", Coverage.LACKING, is_essential=True),
        ]
    )
    assert (found.covered, found.partly, found.lacking, found.lacking_essential, found.total) == (1, 1, 2, ("Bots",), 4)
