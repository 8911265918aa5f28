"""A2, A3: slope, concentration and local days equal their definitions."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.rules.concentration import Concentration, concentration
from analytics.rules.local_days import SLOT, day_shifts
from analytics.rules.trend import relative_change, theil_sen


def test_theil_sen_follows_the_line_and_ignores_one_wild_week() -> None:
    assert theil_sen([10, 8, 6, 4]) == -2
    assert theil_sen([1, 2, 3, 400, 5, 6, 7]) == 1
    assert theil_sen([5, 5]) is None


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=12), st.integers(-50, 50))
def test_theil_sen_shifts_with_an_added_line(values: list[int], slope: int) -> None:
    tilted = [value + slope * at for at, value in enumerate(values)]
    before, after = theil_sen(values), theil_sen(tilted)
    assert before is not None
    assert after == pytest.approx(before + slope)


def test_change_needs_something_before() -> None:
    assert relative_change(5, 10) == -0.5
    assert relative_change(5, 0) is None


def test_concentration_of_none_one_equal_and_skewed_use() -> None:
    assert concentration([0, 0]) == Concentration(None, None, None)
    assert concentration([7]) == Concentration(1.0, 1.0, 0.0, 1.0)
    equal = concentration([3] * 20)
    assert equal.top10_share == 0.5
    assert equal.top3_share == 0.15
    assert equal.hhi == pytest.approx(0.05)
    assert equal.gini == pytest.approx(0.0)
    assert concentration([1, 3]).gini == pytest.approx(0.25)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=40))
def test_gini_equals_the_mean_difference_form(counts: list[int]) -> None:
    pairs = sum(abs(one - other) for one in counts for other in counts)
    assert concentration(counts).gini == pytest.approx(pairs / (2 * len(counts) * sum(counts)))


@pytest.mark.parametrize(
    "zone",
    [
        "UTC",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
        "Europe/Berlin",
    ],
)
@pytest.mark.parametrize("first", [date(2011, 12, 28), date(2026, 3, 1), date(2026, 10, 1)])
def test_every_slot_lies_on_the_day_that_the_zone_says(zone: str, first: date) -> None:
    info = ZoneInfo(zone)
    last = first + timedelta(days=35)
    seen: Counter[tuple[date, int]] = Counter()
    for shift in day_shifts(info, first, last):
        for slot in range(shift.first_slot, shift.last_slot + 1):
            seen[shift.day, slot] += 1
            start = datetime(shift.day.year, shift.day.month, shift.day.day, tzinfo=UTC) + slot * SLOT
            assert start.astimezone(info).date() == shift.local_day
            assert (start + SLOT - timedelta(microseconds=1)).astimezone(info).date() == shift.local_day
    assert len(seen) == 36 * 96
    assert set(seen.values()) == {1}
