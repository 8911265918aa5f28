"""A2, N1-N4: silence is believed only where the feed is known to have lived."""

from datetime import date, timedelta

import pytest

from analytics.rules.coverage import FeedStatus, judge_days, worst
from analytics.rules.window_coverage import judge_window

START = date(2026, 1, 5)  # a Monday


def feed(days: int, events: int = 100, *, weekends: bool = True) -> dict[date, int]:
    dates = (START + timedelta(days=step) for step in range(days))
    return {day: events for day in dates if weekends or day.weekday() < 5}


def status_at(received: dict[date, int], as_of: date, heartbeat: int | None = None) -> FeedStatus:
    return judge_window(judge_days(received, as_of=as_of, heartbeat=heartbeat), as_of=as_of).status


def test_a_steady_feed_is_ok() -> None:
    as_of = START + timedelta(days=69)
    found = judge_window(judge_days(feed(70), as_of=as_of), as_of=as_of)
    assert (found.status, found.received, found.expected, found.share) == (FeedStatus.OK, 2800, 2800.0, 1.0)


def test_a_feed_with_silent_weekends_is_ok() -> None:
    assert status_at(feed(70, weekends=False), START + timedelta(days=69)) is FeedStatus.OK


def test_a_slowly_shrinking_feed_is_ok() -> None:
    received = {START + timedelta(days=step): 200 - step for step in range(100)}
    assert status_at(received, START + timedelta(days=99)) is FeedStatus.OK


def test_one_day_without_is_late_and_three_are_missing() -> None:
    assert status_at(feed(70), START + timedelta(days=70)) is FeedStatus.LATE
    stopped = judge_window(judge_days(feed(70), as_of=START + timedelta(days=72)), as_of=START + timedelta(days=72))
    assert stopped.status is FeedStatus.MISSING
    assert not stopped.is_enough


def test_a_feed_that_stopped_for_good_never_becomes_normal() -> None:
    for days in (75, 100, 200, 500):
        assert status_at(feed(70), START + timedelta(days=days)) is FeedStatus.MISSING


def test_a_sparse_feed_that_stops_is_missing_too() -> None:
    received = {START + timedelta(days=step): 3 for step in range(0, 200, 5)}
    assert status_at(received, START + timedelta(days=199)) is FeedStatus.OK
    assert status_at(received, START + timedelta(days=230)) is FeedStatus.MISSING


def test_thirty_percent_of_the_usual_volume_is_thin() -> None:
    received = feed(70) | {START + timedelta(days=70 + step): 30 for step in range(4)}
    assert status_at(received, START + timedelta(days=73)) is FeedStatus.THIN


def test_a_declared_heartbeat_rules_from_the_first_day() -> None:
    received = feed(3) | {START + timedelta(days=3): 1}
    assert status_at(received, START + timedelta(days=3), heartbeat=100) is FeedStatus.THIN
    assert status_at(feed(3), START + timedelta(days=5), heartbeat=100) is FeedStatus.MISSING


@pytest.mark.requirement("A2")
def test_less_than_the_declared_least_counts_for_what_arrived_only() -> None:
    """G3: of a hundred promised and forty delivered a day, forty per cent are covered, not all."""
    as_of = START + timedelta(days=69)
    found = judge_window(judge_days(feed(70, 40), as_of=as_of, heartbeat=100), as_of=as_of)
    assert (found.status, found.received, found.expected, found.share) == (FeedStatus.THIN, 1120, 2800.0, 0.4)
    assert not found.is_enough


@pytest.mark.requirement("A2")
def test_more_on_other_days_does_not_make_up_for_a_day_below_the_declared_least() -> None:
    as_of = START + timedelta(days=69)
    received = {day: 400 if day.weekday() < 5 else 10 for day in feed(70)}
    found = judge_window(judge_days(received, as_of=as_of, heartbeat=100), as_of=as_of)
    assert found.share == pytest.approx((20 * 100 + 8 * 10) / 2800)
    assert judge_window(judge_days(feed(70, 96), as_of=as_of, heartbeat=100), as_of=as_of).is_enough


def test_no_event_at_all_is_missing() -> None:
    assert status_at({}, START) is FeedStatus.MISSING
    assert status_at({START: 4}, START - timedelta(days=1)) is FeedStatus.MISSING
    assert worst([]) is FeedStatus.MISSING
    assert worst([FeedStatus.OK, FeedStatus.LATE]) is FeedStatus.LATE


def test_a_first_day_alone_is_ok() -> None:
    assert status_at({START: 4}, START) is FeedStatus.OK
