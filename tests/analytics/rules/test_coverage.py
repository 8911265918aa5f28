"""A2, N1-N4: silence is believed only where the feed is known to have lived."""

from datetime import date, timedelta

import pytest

from analytics.rules.coverage import FeedStatus, Promise, judge_days, worst
from analytics.rules.window_coverage import judge_window

START = date(2026, 1, 5)  # a Monday


def feed(days: int, events: int = 100, *, weekends: bool = True) -> dict[date, int]:
    dates = (START + timedelta(days=step) for step in range(days))
    return {day: events for day in dates if weekends or day.weekday() < 5}


def status_at(received: dict[date, int], as_of: date, heartbeat: int | None = None) -> FeedStatus:
    promise = Promise(heartbeat) if heartbeat else None
    return judge_window(judge_days(received, as_of=as_of, promise=promise), as_of=as_of).status


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
    found = judge_window(judge_days(feed(70, 40), as_of=as_of, promise=Promise(100)), as_of=as_of)
    assert (found.status, found.received, found.expected, found.share) == (FeedStatus.THIN, 1120, 2800.0, 0.4)
    assert not found.is_enough


@pytest.mark.requirement("A2")
def test_more_on_other_days_does_not_make_up_for_a_day_below_the_declared_least() -> None:
    as_of = START + timedelta(days=69)
    received = {day: 400 if day.weekday() < 5 else 10 for day in feed(70)}
    found = judge_window(judge_days(received, as_of=as_of, promise=Promise(100)), as_of=as_of)
    assert found.share == pytest.approx((20 * 100 + 8 * 10) / 2800)
    assert judge_window(judge_days(feed(70, 96), as_of=as_of, promise=Promise(100)), as_of=as_of).is_enough


@pytest.mark.requirement("A2")
@pytest.mark.parametrize("declared_after", [140, 108])
def test_what_was_usual_before_a_least_was_declared_stays_believed(declared_after: int) -> None:
    """A feed that grew: its earlier level is no gap, although it is below what is promised now."""
    received = feed(80, 85) | {START + timedelta(days=step): 100 for step in range(80, 140)}
    promise = Promise(90, START + timedelta(days=declared_after))
    found = judge_days(received, as_of=START + timedelta(days=139), promise=promise)
    assert {day.status for day in found} == {FeedStatus.OK}
    assert [day.is_promised for day in found] == [step >= declared_after - 28 for step in range(140)]


@pytest.mark.requirement("A2")
def test_a_fall_that_a_person_explains_is_believed_for_the_days_before_the_declaration_too() -> None:
    """Of them the kinder of both rules holds; what neither explains stays a gap."""
    received = feed(80) | {START + timedelta(days=step): 40 for step in range(80, 110)}
    received |= {START + timedelta(days=90): 0, START + timedelta(days=91): 20}
    found = judge_days(received, as_of=START + timedelta(days=109), promise=Promise(40, START + timedelta(days=110)))
    bad = {(day.date - START).days: day.status for day in found if day.status is not FeedStatus.OK}
    assert bad == {90: FeedStatus.MISSING, 91: FeedStatus.THIN}


@pytest.mark.requirement("A2")
def test_from_28_days_before_its_declaration_on_the_least_alone_rules() -> None:
    found = judge_days(feed(100), as_of=START + timedelta(days=99), promise=Promise(120, START + timedelta(days=98)))
    assert [day.status for day in found] == [FeedStatus.OK] * 70 + [FeedStatus.THIN] * 30
    silent = judge_days(
        feed(70, weekends=False), as_of=START + timedelta(days=69), promise=Promise(90, START + timedelta(days=91))
    )
    assert [day.status for day in silent[:63]] == [FeedStatus.OK] * 63
    assert silent[68].status is FeedStatus.MISSING


def test_no_event_at_all_is_missing() -> None:
    assert status_at({}, START) is FeedStatus.MISSING
    assert status_at({START: 4}, START - timedelta(days=1)) is FeedStatus.MISSING
    assert worst([]) is FeedStatus.MISSING
    assert worst([FeedStatus.OK, FeedStatus.LATE]) is FeedStatus.LATE


def test_a_first_day_alone_is_ok() -> None:
    assert status_at({START: 4}, START) is FeedStatus.OK
