"""Messages leave in the recipient's morning; quiet hours and days off defer, never skip (A11, P15)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules.send_window import QUIET_FROM, QUIET_UNTIL, may_leave_at, planned_instant
from notifications.rules.working_days import MONDAY_TO_FRIDAY

ZONES = st.sampled_from(
    ["UTC", "Asia/Shanghai", "Europe/Moscow", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), ZONES, st.text(max_size=20))
def test_the_window_is_half_past_nine_to_half_past_eleven_local(day: date, zone: str, key: str) -> None:
    local = planned_instant(day, zone, key=key).astimezone(ZoneInfo(zone))
    assert local.date() == day
    assert time(9, 30) <= local.time() < time(11, 30)


def test_messages_are_spread_over_the_window() -> None:
    minutes = {planned_instant(date(2027, 3, 3), "UTC", key=f"a{n}").minute for n in range(200)}
    assert len(minutes) > 30


def test_writing_that_follows_a_call_waits_until_three_in_the_afternoon() -> None:
    at = planned_instant(date(2027, 3, 3), "Asia/Shanghai", key="acme", after_call=True)
    assert at == datetime(2027, 3, 3, 7, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_gives_the_next_valid_instant() -> None:
    at = planned_instant(date(2011, 12, 30), "Pacific/Apia", key="acme", after_call=True)
    assert at == datetime(2011, 12, 30, 10, tzinfo=UTC)


@given(st.integers(0, 366 * 24 * 60), ZONES)
def test_deferral_is_never_into_the_past_and_never_into_quiet_hours(minutes: int, zone: str) -> None:
    wanted = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    leaves = may_leave_at(wanted, zone, MONDAY_TO_FRIDAY, key="acme")
    local = leaves.astimezone(ZoneInfo(zone))
    assert wanted <= leaves < wanted + timedelta(days=5)
    assert MONDAY_TO_FRIDAY.is_working(local.date())
    assert QUIET_UNTIL <= local.time() < QUIET_FROM


@pytest.mark.parametrize("hour", [9, 12, 17])
def test_in_office_hours_nothing_waits(hour: int) -> None:
    now = datetime(2027, 3, 3, hour, tzinfo=UTC)
    assert may_leave_at(now, "UTC", MONDAY_TO_FRIDAY, key="acme") == now
