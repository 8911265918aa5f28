"""Does every pair of stages go as the table says, and is the table whole?"""

from itertools import combinations, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.actors import Role
from lifecycle.rules.criteria import DEMANDS
from lifecycle.rules.stages import LADDER, PUBLIC, RULES, SKIPPABLE, Move, Stage, SwitchLevel, move_kind, next_stage

S = Stage
STOP = {S.PAUSED: Move.PAUSE, S.CANCELLED: Move.CANCEL}
# Every move that the specification's table allows from a plan that leaves nothing out (lifecycle, section 1).
ALLOWED: dict[Stage, dict[Stage, Move]] = {
    S.DRAFT: {S.ASSESSING: Move.FORWARD},
    S.ASSESSING: {S.DECIDED: Move.FORWARD, S.DRAFT: Move.BACK},
    S.DECIDED: {S.ANNOUNCED: Move.FORWARD, S.ASSESSING: Move.BACK, S.CANCELLED: Move.CANCEL},
    S.ANNOUNCED: {S.CLOSED_TO_NEW: Move.FORWARD, **STOP},
    S.CLOSED_TO_NEW: {S.READ_ONLY: Move.FORWARD, S.ANNOUNCED: Move.BACK, **STOP},
    S.READ_ONLY: {S.EXPORT_ONLY: Move.FORWARD, S.CLOSED_TO_NEW: Move.BACK, **STOP},
    S.EXPORT_ONLY: {S.BROWNOUT: Move.FORWARD, S.READ_ONLY: Move.BACK, **STOP},
    S.BROWNOUT: {S.OFF: Move.FORWARD, S.EXPORT_ONLY: Move.BACK, **STOP},
    S.OFF: {S.OBSERVING: Move.FORWARD, S.ROLLED_BACK: Move.ROLL_BACK},
    S.OBSERVING: {S.ARCHIVED: Move.FORWARD, S.ROLLED_BACK: Move.ROLL_BACK},
    S.ARCHIVED: {S.CLOSED: Move.FORWARD, S.ROLLED_BACK: Move.ROLL_BACK},
    S.CLOSED: {},
    S.PAUSED: {S.CANCELLED: Move.CANCEL},
    S.CANCELLED: {},
    S.ROLLED_BACK: {S.ASSESSING: Move.BACK, S.CANCELLED: Move.CANCEL},
}
STOPPABLE = (S.ANNOUNCED, S.CLOSED_TO_NEW, S.READ_ONLY, S.EXPORT_ONLY, S.BROWNOUT)


@pytest.mark.parametrize(("current", "to"), list(product(Stage, Stage)), ids=lambda stage: stage.value)
def test_each_pair_of_stages_is_allowed_or_refused_as_the_table_says(current: Stage, to: Stage) -> None:
    assert move_kind(current, to) == ALLOWED[current].get(to)


@pytest.mark.parametrize(("paused_from", "to"), list(product(sorted(STOPPABLE), Stage)), ids=lambda stage: stage.value)
def test_a_paused_plan_resumes_where_it_stopped_or_is_cancelled(paused_from: Stage, to: Stage) -> None:
    wanted = {paused_from: Move.RESUME, S.CANCELLED: Move.CANCEL}.get(to)
    assert move_kind(S.PAUSED, to, paused_from=paused_from) == wanted


@pytest.mark.parametrize("count", range(len(SKIPPABLE) + 1))
def test_stages_that_the_decision_leaves_out_are_stepped_over_both_ways(count: int) -> None:
    for left_out in combinations(sorted(SKIPPABLE), count):
        skipped = frozenset(left_out)
        kept = [stage for stage in LADDER if stage not in skipped]
        for current, to in product(LADDER, LADDER):
            if current in skipped:
                continue
            kind = move_kind(current, to, skipped=skipped)
            assert (kind is Move.FORWARD) == ((current, to) in pairwise(kept)), (current, to)
            assert to not in skipped or kind is None


@given(st.frozensets(st.sampled_from(list(Stage))))
def test_nothing_else_can_be_left_out_whatever_the_plan_says(skipped: frozenset[Stage]) -> None:
    for stage in set(LADDER[1:]) - SKIPPABLE:
        before = LADDER[LADDER.index(stage) - 1]
        while before in SKIPPABLE:
            before = LADDER[LADDER.index(before) - 1]
        last = next_stage(before, skipped=SKIPPABLE | skipped)
        assert last == stage


@given(st.frozensets(st.sampled_from(sorted(SKIPPABLE))), st.data())
def test_no_walk_of_any_length_reaches_off_past_a_gate(skipped: frozenset[Stage], data: st.DataObject) -> None:
    stage, paused_from, seen = S.DRAFT, None, [S.DRAFT]
    for _ in range(60):
        moves = [to for to in Stage if move_kind(stage, to, skipped=skipped, paused_from=paused_from)]
        if not moves:
            break
        to = data.draw(st.sampled_from(moves))
        paused_from = stage if to is S.PAUSED else None
        if to is S.OFF:
            gated = [each for each in LADDER[3:8] if each not in skipped]
            assert set(gated) <= set(seen), seen
        stage = to
        seen.append(to)


def test_every_stage_has_a_mover_a_label_a_level_and_a_way_back() -> None:
    assert set(RULES) == set(Stage)
    for stage, rule in RULES.items():
        assert stage.label
        assert rule.accounts_see
        assert rule.undo
        assert rule.mover in {Role.PM, Role.OPERATOR}
    assert {RULES[stage].people for stage in (S.OFF, S.CLOSED)} == {2}


def test_levels_never_fall_down_the_ladder() -> None:
    levels = [RULES[stage].level for stage in LADDER]
    assert levels == sorted(levels)
    assert [level.key for level in SwitchLevel] == ["live", "closed_to_new", "read_only", "export_only", "off"]


def test_every_stage_that_needs_approvals_demands_them_at_its_gate_and_no_other_does() -> None:
    assert {stage for stage, keys in DEMANDS.items() if "approvals" in keys} == {
        stage for stage, rule in RULES.items() if rule.people
    }


def test_accounts_see_nothing_before_the_announcement() -> None:
    assert {*PUBLIC} == set(Stage) - {S.DRAFT, S.ASSESSING, S.DECIDED, S.CANCELLED}
