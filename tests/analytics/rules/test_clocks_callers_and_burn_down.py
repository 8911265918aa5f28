"""A2, A3: a clock is judged by when deliveries came; programs and their versions; the straight way to nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.rules.burn_down import Baseline, BurnDown, DayLeft
from analytics.rules.callers import split_version
from analytics.rules.clock_skew import ClockSkew, ClockStatus, Delivered, estimate_skew
from analytics.rules.floods import percentile

START = datetime(2027, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3600, 86_400


def deliveries(leads: list[int], *, every: int) -> list[Delivered]:
    """`leads`: seconds by which the newest event lies ahead of the arrival."""
    times = [START + timedelta(seconds=every * at) for at in range(len(leads))]
    return [Delivered(time, time + timedelta(seconds=lead)) for time, lead in zip(times, leads, strict=True)]


@pytest.mark.parametrize(
    ("leads", "every", "skew"),
    [
        ([], DAY, ClockSkew()),
        ([HOUR], DAY, ClockSkew(ClockStatus.UNKNOWN, None, HOUR, 1)),
        ([-30, -200, -10, -4000], MINUTE, ClockSkew(ClockStatus.OK, 0, 0, 4)),
        ([HOUR] * 5, DAY, ClockSkew(ClockStatus.AHEAD, HOUR, HOUR, 5)),
        ([-20, -30, HOUR, -10, -25], MINUTE, ClockSkew(ClockStatus.OK, 0, HOUR, 5)),
        ([-HOUR, -HOUR - 30, -HOUR - 60, -HOUR], MINUTE, ClockSkew(ClockStatus.BEHIND, -HOUR - 15, 0, 4)),
        ([-2 * HOUR] * 5, DAY, ClockSkew(ClockStatus.UNKNOWN, None, 0, 5)),
        ([-2 * HOUR, -HOUR, -5 * HOUR, -900], MINUTE, ClockSkew(ClockStatus.UNKNOWN, None, 0, 4)),
    ],
    ids="none one prompt ahead odd behind nightly irregular".split(),  # noqa: SIM905 - reads as the column it is
)
def test_a_clock_is_ahead_when_events_come_from_our_future_and_behind_when_all_lag_alike(
    leads: list[int], every: int, skew: ClockSkew
) -> None:
    assert estimate_skew(deliveries(leads, every=every)) == skew


@given(st.lists(st.integers(-DAY, 0), min_size=3, max_size=30))
def test_late_deliveries_alone_never_prove_a_clock_ahead(leads: list[int]) -> None:
    assert estimate_skew(deliveries(leads, every=HOUR)).status is not ClockStatus.AHEAD


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ios/4.2.1", ("ios", "4.2.1")),
        ("desktop v3", ("desktop", "3")),
        ("cli@1.0-rc.1", ("cli", "1.0-rc.1")),
        ("Mobile App/7 (build 12)", ("Mobile App", "7")),
        ("web", ("web", "")),
        ("4.2", ("4.2", "")),
        ("", ("", "")),
    ],
)
def test_a_program_and_its_version_are_told_apart(text: str, expected: tuple[str, str]) -> None:
    assert split_version(text) == expected


def test_the_percentile_is_the_nearest_rank() -> None:
    assert (percentile([7]), percentile(list(range(1, 101))), percentile([1] * 99 + [500])) == (7, 99, 1)
    assert percentile([1] * 98 + [500, 500]) == 500


def test_the_straight_way_leads_from_the_baseline_to_nobody_on_the_off_date() -> None:
    first, off = date(2027, 1, 1), date(2027, 1, 11)
    way = BurnDown(
        "p", "m", Baseline(first, 10, 2, 90), off, (DayLeft(first, 10, 2, 2), DayLeft(off, None, None, None))
    )
    assert [way.due(first + timedelta(days=step)) for step in (-1, 0, 5, 10, 20)] == [10, 10, 5, 0, 0]
    assert way.users_share is None
    assert BurnDown("p", "m", Baseline(first, None, None, None), off, ()).due(first) is None
    assert BurnDown("p", "m", Baseline(first, 3, 1, 1), None, ()).users_share is None
    assert way.as_json()["off_date"] == "2027-01-11"
