"""Steps are counted back in calendar or working days and rolled the right way (A12, notices section 1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules.relative_date import RelativeDate, Unit
from notifications.rules.working_days import MONDAY_TO_FRIDAY, WorkingDays, at_or_after, shifted

CHINA = WorkingDays(off=frozenset(date(2026, 2, day) for day in range(15, 24)), worked=frozenset({date(2026, 2, 14)}))
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_a_step_before_its_anchor_rolls_to_the_earlier_working_day() -> None:
    sunday_before = RelativeDate.parse("-2d").on(date(2027, 6, 1), MONDAY_TO_FRIDAY)
    assert sunday_before == date(2027, 5, 28)


def test_a_step_after_its_anchor_rolls_to_the_later_working_day() -> None:
    assert RelativeDate.parse("+4d").on(date(2027, 6, 1), MONDAY_TO_FRIDAY) == date(2027, 6, 7)


def test_the_anchor_itself_rolls_later_when_nobody_works() -> None:
    assert RelativeDate.parse("0d").on(date(2027, 6, 5), MONDAY_TO_FRIDAY) == date(2027, 6, 7)


def test_a_made_up_saturday_is_a_working_day() -> None:
    assert CHINA.is_working(date(2026, 2, 14))
    assert RelativeDate.parse("-1d").on(date(2026, 2, 16), CHINA) == date(2026, 2, 14)


def test_working_days_are_counted_over_holidays() -> None:
    assert RelativeDate.parse("-1w").on(date(2026, 2, 24), CHINA) == date(2026, 2, 14)
    assert RelativeDate.parse("+1w").on(date(2026, 2, 14), CHINA) == date(2026, 2, 24)


def test_months_are_counted_from_the_anchor_and_clamped() -> None:
    assert RelativeDate.parse("-12m").on(date(2028, 2, 29), WorkingDays(weekly_rest=frozenset())) == date(2027, 2, 28)


@pytest.mark.parametrize("text", ["", "5", "-5x", "--5d", "5 d", "-99999d"])
def test_what_is_no_distance_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="relative date"):
        RelativeDate.parse(text)


@given(st.integers(-400, 400), st.sampled_from(Unit))
def test_a_distance_reads_as_it_is_written(count: int, unit: Unit) -> None:
    read = RelativeDate.parse(str(RelativeDate(count, unit)))
    assert read.count == count
    assert count == 0 or read.unit is unit


@given(DAYS, st.integers(-300, 300), st.sampled_from(Unit))
def test_every_step_falls_on_a_working_day_on_its_side_of_the_anchor(anchor: date, count: int, unit: Unit) -> None:
    count = max(min(count, 100), -100) if unit is Unit.MONTHS else count
    day = RelativeDate(count, unit).on(anchor, MONDAY_TO_FRIDAY)
    assert MONDAY_TO_FRIDAY.is_working(day)
    assert day <= anchor if count < 0 else day >= anchor


@given(DAYS, st.integers(1, 60))
def test_working_days_forth_and_back_end_where_they_began(day: date, count: int) -> None:
    start = at_or_after(day, MONDAY_TO_FRIDAY)
    assert shifted(shifted(start, count, MONDAY_TO_FRIDAY), -count, MONDAY_TO_FRIDAY) == start


def test_a_calendar_without_working_days_is_called_broken() -> None:
    with pytest.raises(ValueError, match="broken"):
        at_or_after(date(2027, 1, 1), WorkingDays(weekly_rest=frozenset(range(7))))


def test_the_table_says_how_far_it_reaches() -> None:
    table = WorkingDays(known_until=date(2027, 12, 31))
    assert table.covers(date(2027, 12, 31))
    assert not table.covers(date(2027, 12, 31) + timedelta(days=1))
    assert MONDAY_TO_FRIDAY.covers(date(2100, 1, 1))
