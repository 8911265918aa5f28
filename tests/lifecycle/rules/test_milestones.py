"""Do dated promises stand in order, and fall on the instant that their place's clocks show (N71)?"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.milestones import (
    STAGE_MILESTONE,
    DatedPromise,
    MilestoneKind,
    has_clock_change,
    instant,
    out_of_order,
)
from lifecycle.rules.stages import LADDER

ZONES = ("UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "America/New_York")


def promise(kind: MilestoneKind, day: date) -> DatedPromise:
    return DatedPromise(kind, day, time(9), "UTC")


@pytest.mark.parametrize(
    ("zone", "day", "local", "utc"),
    [
        ("UTC", date(2027, 6, 1), time(9), datetime(2027, 6, 1, 9, tzinfo=UTC)),
        ("Asia/Kathmandu", date(2027, 6, 1), time(9), datetime(2027, 6, 1, 3, 15, tzinfo=UTC)),
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, tzinfo=UTC)),  # gap: at its end
        ("Europe/Berlin", date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # fold: first
        ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 10), datetime(2027, 10, 2, 15, 30, tzinfo=UTC)),  # 30 min
        ("Pacific/Apia", date(2011, 12, 30), time(12), datetime(2011, 12, 30, 10, tzinfo=UTC)),  # a day that never was
        ("America/New_York", date(2028, 2, 29), time(0), datetime(2028, 2, 29, 5, tzinfo=UTC)),
    ],
)
def test_a_local_time_has_one_instant(zone: str, day: date, local: time, utc: datetime) -> None:
    assert instant(day, local, zone) == utc
    assert DatedPromise(MilestoneKind.OFF, day, local, zone).at == utc


@given(
    st.sampled_from(ZONES),
    st.dates(date(2000, 1, 1), date(2199, 12, 31)),
    st.times().map(lambda each: each.replace(microsecond=0)),
)
def test_the_wall_clock_at_the_instant_is_never_before_what_was_promised(zone: str, day: date, local: time) -> None:
    wall, at = datetime.combine(day, local), instant(day, local, zone)
    shown = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown >= wall
    just_before = (at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown == wall or just_before < wall


@pytest.mark.parametrize(
    ("zone", "day", "changes"),
    [
        ("Europe/Berlin", date(2027, 3, 28), True),
        ("Europe/Berlin", date(2027, 3, 29), False),
        ("Europe/Berlin", date(2027, 10, 31), True),
        ("Australia/Lord_Howe", date(2027, 10, 3), True),
        ("UTC", date(2027, 3, 28), False),
    ],
)
def test_days_on_which_clocks_change_are_known(zone: str, day: date, changes: bool) -> None:
    """G17 `calendar`: nothing is switched on such a day."""
    assert has_clock_change(day, zone) is changes


def test_promises_in_order_have_no_fault_whatever_their_listing() -> None:
    kinds = (MilestoneKind.ANNOUNCE, MilestoneKind.OFF, MilestoneKind.PURGE)
    promises = [promise(kind, date(2027, 6, 1) + timedelta(days=kind.rank)) for kind in kinds]
    for listing in permutations(promises):
        assert out_of_order(list(listing)) == ()


def test_the_same_day_is_in_order() -> None:
    assert out_of_order([promise(MilestoneKind.ANNOUNCE, date.max), promise(MilestoneKind.OFF, date.max)]) == ()


def test_a_pair_out_of_order_is_named_earlier_kind_first() -> None:
    late = promise(MilestoneKind.ANNOUNCE, date(2027, 6, 2))
    off = promise(MilestoneKind.OFF, date(2027, 6, 1))
    assert out_of_order([off, late]) == ((late, off),)


def test_every_kind_has_a_label_and_its_place_and_dated_stages_stand_in_the_same_order() -> None:
    assert [kind.rank for kind in MilestoneKind] == list(range(len(MilestoneKind)))
    assert all(kind.label for kind in MilestoneKind)
    dated = [STAGE_MILESTONE[stage].rank for stage in LADDER if stage in STAGE_MILESTONE]
    assert dated == sorted(dated)
