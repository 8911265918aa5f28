"""Does one account find the module where plan, leave, hold and rollback together put it?"""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.effective_stage import (
    NEW_ACCOUNT,
    AccountPosition,
    PlanPosition,
    effective_level,
    effective_stage,
)
from lifecycle.rules.stages import LADDER, RULES, SKIPPABLE, Stage, SwitchLevel
from tests.cast import NOON

HOUR = timedelta(hours=1)
ASIDE = (Stage.CANCELLED, Stage.ROLLED_BACK)


@pytest.mark.parametrize("stage", list(LADDER))
def test_a_new_account_is_at_the_plans_stage(stage: Stage) -> None:
    assert effective_stage(PlanPosition(stage), NEW_ACCOUNT, now=NOON) == stage


@pytest.mark.parametrize("stage", ASIDE)
def test_a_withdrawn_or_rolled_back_plan_refuses_nothing(stage: Stage) -> None:
    held = AccountPosition(exempt_until=NOON + HOUR, held_at=Stage.READ_ONLY)
    assert effective_stage(PlanPosition(stage), held, now=NOON) == stage
    assert effective_level(PlanPosition(stage), held, now=NOON) is SwitchLevel.LIVE


@pytest.mark.parametrize("stage", LADDER[3:8])
def test_a_paused_plan_stays_where_it_stopped(stage: Stage) -> None:
    paused = PlanPosition(Stage.PAUSED, paused_from=stage)
    assert effective_stage(paused, NEW_ACCOUNT, now=NOON) == stage


def test_leave_to_go_on_using_ends_by_itself_at_its_instant() -> None:
    off, leave = PlanPosition(Stage.OFF), AccountPosition(exempt_until=NOON)
    assert effective_level(off, leave, now=NOON - timedelta(microseconds=1)) is SwitchLevel.LIVE
    assert effective_level(off, leave, now=NOON) is SwitchLevel.OFF


def test_leave_shows_no_announcement_before_the_plan_does() -> None:
    leave = AccountPosition(exempt_until=NOON + HOUR)
    assert effective_stage(PlanPosition(Stage.ASSESSING), leave, now=NOON) is Stage.ASSESSING


def test_an_account_rolled_back_alone_stays_behind() -> None:
    held = AccountPosition(held_at=Stage.READ_ONLY)
    assert effective_stage(PlanPosition(Stage.OFF), held, now=NOON) is Stage.READ_ONLY
    assert effective_stage(PlanPosition(Stage.ANNOUNCED), held, now=NOON) is Stage.ANNOUNCED


def test_between_brownout_windows_all_is_as_in_the_stage_before() -> None:
    assert effective_level(PlanPosition(Stage.BROWNOUT), NEW_ACCOUNT, now=NOON) is SwitchLevel.EXPORT_ONLY
    without = PlanPosition(Stage.BROWNOUT, skipped=frozenset({Stage.EXPORT_ONLY}))
    assert effective_level(without, NEW_ACCOUNT, now=NOON) is SwitchLevel.READ_ONLY
    alone = PlanPosition(Stage.BROWNOUT, skipped=SKIPPABLE - {Stage.BROWNOUT})
    assert effective_level(alone, NEW_ACCOUNT, now=NOON) is SwitchLevel.LIVE


@given(
    stage=st.sampled_from(LADDER),
    held=st.none() | st.sampled_from(LADDER),
    hours=st.none() | st.integers(-48, 48),
)
def test_no_account_is_ever_ahead_of_the_plan(stage: Stage, held: Stage | None, hours: int | None) -> None:
    until = None if hours is None else NOON + hours * HOUR
    account = AccountPosition(exempt_until=until, held_at=held)
    found = effective_stage(PlanPosition(stage), account, now=NOON)
    assert LADDER.index(found) <= LADDER.index(stage)
    assert effective_level(PlanPosition(stage), account, now=NOON) <= RULES[stage].level
