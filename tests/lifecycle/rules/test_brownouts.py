"""When may short outages be, whom do they hit, and what halts them? (A18, lifecycle.md 7)"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.brownouts import (
    BEFORE_OFF,
    PRESET_HOURS,
    Outcome,
    Window,
    is_series_done,
    may_be_planned,
    series,
    why_halt,
)
from lifecycle.rules.effective_stage import BROWNED, AccountPosition, PlanPosition, effective_level
from lifecycle.rules.stages import RULES, Stage, SwitchLevel

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
OFF = datetime(2027, 6, 1, 7, tzinfo=UTC)


def test_the_preset_takes_eight_weeks_at_the_same_local_hour_over_a_change_of_clocks() -> None:
    windows = series(date(2027, 3, 10), time(10), PRESET_HOURS, "Europe/Berlin")
    assert [(each.ends_at - each.starts_at) / timedelta(hours=1) for each in windows] == list(PRESET_HOURS)
    assert [each.starts_at.hour for each in windows[:4]] == [9, 9, 9, 8]  # 28 March: summer time
    assert windows[-1].starts_at.date() == date(2027, 4, 28)


@given(first=st.dates(date(2027, 1, 1), date(2028, 1, 1)), hours=st.lists(st.integers(1, 24), max_size=12))
def test_windows_never_overlap(first: date, hours: list[int]) -> None:
    windows = series(first, time(2, 30), hours, "America/New_York")
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(windows))


def codes(*windows: Window) -> list[str]:
    verdict = may_be_planned(windows, earliest_at=NOW + timedelta(days=5), off_at=OFF, now=NOW)
    return [each.criterion for each in verdict.blockers]


def an_hour(starts_at: datetime, hours: int = 1) -> Window:
    return Window(starts_at, starts_at + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("window", "wanted"),
    [
        (an_hour(NOW + timedelta(days=5)), []),
        (an_hour(NOW), ["brownout_past"]),
        (an_hour(NOW + timedelta(days=4)), ["brownout_early"]),
        (an_hour(NOW + timedelta(days=6), 25), ["brownout_length"]),
        (an_hour(NOW + timedelta(days=6), 0), ["brownout_length"]),
        (an_hour(OFF - BEFORE_OFF - timedelta(hours=1)), []),
        (an_hour(OFF - BEFORE_OFF - timedelta(minutes=59)), ["brownout_late"]),
    ],
)
def test_a_series_lies_between_closing_and_a_week_before_the_end(window: Window, wanted: list[str]) -> None:
    assert codes(window) == wanted


def test_a_series_without_a_window_is_none() -> None:
    assert codes() == ["brownout_none"]


@pytest.mark.parametrize("stage", list(Stage))
def test_inside_a_window_use_is_refused_only_in_the_stages_of_outages(stage: Stage) -> None:
    before = effective_level(PlanPosition(stage), AccountPosition(), now=NOW)
    inside = effective_level(PlanPosition(stage, is_browned_out=True), AccountPosition(), now=NOW)
    assert inside == (max(before, SwitchLevel.EXPORT_ONLY) if stage in BROWNED else before)
    assert inside <= RULES[Stage.OFF].level


def test_no_outage_hits_who_is_spared_has_leave_or_was_given_back() -> None:
    plan = PlanPosition(Stage.READ_ONLY, is_browned_out=True)
    spared = AccountPosition(is_spared=True)
    on_leave = AccountPosition(exempt_until=NOW + timedelta(days=1))
    given_back = AccountPosition(held_at=Stage.CLOSED_TO_NEW)
    assert effective_level(plan, spared, now=NOW) is SwitchLevel.READ_ONLY
    assert effective_level(plan, on_leave, now=NOW) is SwitchLevel.LIVE
    assert effective_level(plan, given_back, now=NOW) is SwitchLevel.CLOSED_TO_NEW


@pytest.mark.parametrize(
    ("stage", "activity", "age", "wanted"),
    [
        (Stage.READ_ONLY, True, timedelta(hours=2), ""),
        (Stage.READ_ONLY, True, timedelta(hours=25), Outcome.USE_UNKNOWN),
        (Stage.READ_ONLY, None, timedelta(0), Outcome.USE_UNKNOWN),
        (Stage.READ_ONLY, False, timedelta(0), Outcome.USE_UNKNOWN),
        (Stage.PAUSED, True, timedelta(0), Outcome.WRONG_STAGE),
        (Stage.ROLLED_BACK, True, timedelta(0), Outcome.WRONG_STAGE),
    ],
)
def test_an_outage_whose_effect_cannot_be_seen_halts(
    stage: Stage, activity: object, age: timedelta, wanted: str
) -> None:
    assert why_halt(stage=stage, activity=activity, activity_at=NOW - age, now=NOW) == wanted


@pytest.mark.parametrize(
    ("outcomes", "wanted"),
    [
        (["over", "over"], True),
        (["use_unknown", "over"], True),
        (["over", ""], False),
        (["over", "ended_early"], False),
        (["over", "missed"], None),
        (["wrong_stage"], None),
    ],
)
def test_a_series_is_done_when_its_last_outage_ran_to_the_end(outcomes: list[str], wanted: bool | None) -> None:
    assert is_series_done(outcomes) is wanted
