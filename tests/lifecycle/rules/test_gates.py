"""Does a gate open only when everything it asks for is known, fresh and holds (P9, G1-G20)?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.criteria import CRITERIA, DEMANDS, SHUTDOWN, Criterion, Scope, Source
from lifecycle.rules.gates import CLOCK_TOLERANCE, Fact, FactKey, Subject, may_enter
from lifecycle.rules.stages import Stage
from lifecycle.rules.verdicts import Blocker, Reason
from tests.cast import NOON, failing_value, passing_value

ACME, SHOP = Subject("acme", is_key_account=True), Subject("corner-shop", is_key_account=False)
SUBJECTS = (ACME, SHOP)
FAULTS = ("pass", Reason.MISSING, Reason.BELOW, Reason.STALE, Reason.UNKNOWN)


def subjects_of(criterion: Criterion) -> tuple[str, ...]:
    by_scope = {Scope.PLAN: ("",), Scope.ACCOUNT: ("acme", "corner-shop"), Scope.KEY_ACCOUNT: ("acme",)}
    return by_scope[criterion.scope]


def all_pass(stage: Stage) -> dict[FactKey, Fact]:
    return {
        (name, subject): Fact(passing_value(name), NOON, "test")
        for name in DEMANDS.get(stage, ())
        for subject in subjects_of(CRITERIA[name])
    }


def spoil(facts: Mapping[FactKey, Fact], place: FactKey, fault: str) -> dict[FactKey, Fact]:
    spoilt, criterion = dict(facts), CRITERIA[place[0]]
    match fault:
        case Reason.MISSING:
            del spoilt[place]
        case Reason.BELOW:
            spoilt[place] = replace(spoilt[place], value=failing_value(criterion.key))
        case Reason.STALE:
            spoilt[place] = replace(spoilt[place], as_of=NOON - criterion.fresh_for - timedelta(microseconds=1))
        case Reason.UNKNOWN:
            spoilt[place] = replace(spoilt[place], value=None)
    return spoilt


def places(stage: Stage) -> Iterator[FactKey]:
    return iter(all_pass(stage))


def findings(blockers: tuple[Blocker, ...]) -> list[tuple[str, str, str]]:
    return [(each.criterion, each.subject, each.reason) for each in blockers]


@pytest.mark.parametrize("stage", list(Stage))
def test_each_gate_opens_when_all_holds(stage: Stage) -> None:
    verdict = may_enter(stage, facts=all_pass(stage), subjects=SUBJECTS, now=NOON)
    assert verdict
    assert verdict.level == "safe"


@pytest.mark.parametrize("stage", list(Stage))
def test_each_fault_of_each_fact_alone_shuts_each_gate_and_is_named(stage: Stage) -> None:
    for place, fault in product(places(stage), FAULTS):
        verdict = may_enter(stage, facts=spoil(all_pass(stage), place, fault), subjects=SUBJECTS, now=NOON)
        assert findings(verdict.blockers) == ([] if fault == "pass" else [(*place, fault)])


def test_every_pair_of_faults_at_the_shutdown_gate_is_named_in_order() -> None:
    """Spec 4.4: 190 pairs of criteria, each with each fault of the other."""
    order = {criterion.key: position for position, criterion in enumerate(SHUTDOWN)}
    whole = all_pass(Stage.OFF)
    first_places = {criterion.key: (criterion.key, subjects_of(criterion)[0]) for criterion in SHUTDOWN}
    for one, other in combinations(sorted(order, key=lambda key: order[key]), 2):
        for fault, further in product(FAULTS, FAULTS):
            facts = spoil(spoil(whole, first_places[one], fault), first_places[other], further)
            wanted = [(*first_places[key], each) for key, each in ((one, fault), (other, further)) if each != "pass"]
            verdict = may_enter(Stage.OFF, facts=facts, subjects=SUBJECTS, now=NOON)
            assert findings(verdict.blockers) == wanted
            assert bool(verdict) == (not wanted)


def test_the_shutdown_gate_asks_for_g1_to_g20() -> None:
    assert [each.code for each in SHUTDOWN] == [f"G{number}" for number in range(1, 21)]
    assert DEMANDS[Stage.OFF] == tuple(each.key for each in SHUTDOWN)


@pytest.mark.parametrize("stage", [stage for stage, keys in DEMANDS.items() if keys])
def test_nothing_known_opens_nothing(stage: Stage) -> None:
    verdict = may_enter(stage, facts={}, subjects=SUBJECTS, now=NOON)
    assert {each.reason for each in verdict.blockers} == {Reason.MISSING}
    assert {each.criterion for each in verdict.blockers} == set(DEMANDS[stage])


def test_nobody_knows_who_is_affected_blocks_whatever_is_asked_per_account() -> None:
    verdict = may_enter(Stage.OFF, facts=all_pass(Stage.OFF), subjects=None, now=NOON)
    per_account = [each.key for each in SHUTDOWN if each.scope is not Scope.PLAN]
    assert findings(verdict.blockers) == [(key, "", Reason.UNKNOWN) for key in per_account]


def test_a_fact_from_the_future_is_unknown_beyond_the_clocks_tolerance() -> None:
    facts = all_pass(Stage.OBSERVING)
    place = ("switch_observed", "")
    facts[place] = replace(facts[place], as_of=NOON + CLOCK_TOLERANCE)
    assert may_enter(Stage.OBSERVING, facts=facts, subjects=SUBJECTS, now=NOON)
    facts[place] = replace(facts[place], as_of=NOON + CLOCK_TOLERANCE + timedelta(microseconds=1))
    verdict = may_enter(Stage.OBSERVING, facts=facts, subjects=SUBJECTS, now=NOON)
    assert findings(verdict.blockers) == [(*place, Reason.UNKNOWN)]


@pytest.mark.parametrize("criterion", list(CRITERIA.values()), ids=lambda each: each.key)
def test_freshness_ends_just_after_its_span(criterion: Criterion) -> None:
    stage = next(stage for stage, keys in DEMANDS.items() if criterion.key in keys)
    place = (criterion.key, subjects_of(criterion)[0])
    facts = all_pass(stage)
    facts[place] = replace(facts[place], as_of=NOON - criterion.fresh_for)
    assert may_enter(stage, facts=facts, subjects=SUBJECTS, now=NOON)


@pytest.mark.parametrize("criterion", SHUTDOWN, ids=lambda each: each.key)
def test_leave_to_pass_turns_a_blocker_into_a_caution_only_where_the_rules_allow_it(criterion: Criterion) -> None:
    """A19: never for G1-G3, G5-G9, G13, G19, and an account's leave helps only that account."""
    on_leave = replace(ACME, leave=frozenset({criterion.key}))
    place = (criterion.key, subjects_of(criterion)[0])
    verdict = may_enter(
        Stage.OFF,
        facts=spoil(all_pass(Stage.OFF), place, Reason.BELOW),
        subjects=(on_leave, SHOP),
        now=NOON,
    )
    passes = criterion.may_be_exempted and criterion.scope is not Scope.PLAN
    assert bool(verdict) == passes
    assert findings(verdict.cautions) == ([(*place, Reason.BELOW)] if passes else [])
    assert verdict.level == ("caution" if passes else "blocked")


def test_what_can_never_be_waived_is_what_the_specification_names() -> None:
    never = {"G1", "G2", "G3", "G5", "G6", "G7", "G8", "G9", "G13", "G19"}
    assert {each.code for each in SHUTDOWN if not each.may_be_exempted} == never


def test_only_key_accounts_need_a_personal_clearance() -> None:
    facts = {place: fact for place, fact in all_pass(Stage.OFF).items() if place[0] != "key_cleared"}
    assert may_enter(Stage.OFF, facts=facts, subjects=(SHOP,), now=NOON)
    assert findings(may_enter(Stage.OFF, facts=facts, subjects=SUBJECTS, now=NOON).blockers) == [
        ("key_cleared", "acme", Reason.MISSING)
    ]


def test_a_finding_carries_figure_limit_source_and_who_clears_it() -> None:
    facts = spoil(all_pass(Stage.OFF), ("usage_below", "acme"), Reason.BELOW)
    (blocker,) = may_enter(Stage.OFF, facts=facts, subjects=SUBJECTS, now=NOON).blockers
    assert {name: blocker.fact(name) for name in ("value", "limit", "source", "as_of", "cleared_by")} == {
        "value": "1",
        "limit": CRITERIA["usage_below"].limit,
        "source": "test",
        "as_of": NOON.isoformat(),
        "cleared_by": "CSM",
    }


@given(st.sampled_from(sorted(CRITERIA)), st.none() | st.booleans() | st.integers() | st.floats() | st.text())
def test_no_odd_value_passes_for_a_good_one(name: str, value: float | str | bool | None) -> None:
    good = passing_value(name)
    assert not CRITERIA[name].holds(value) or (value == good and isinstance(value, bool) == isinstance(good, bool))


def test_every_demand_is_a_known_criterion_and_every_criterion_is_demanded_somewhere() -> None:
    asked = {key for keys in DEMANDS.values() for key in keys}
    assert asked == set(CRITERIA)
    assert {each.source for each in CRITERIA.values()} == set(Source)
