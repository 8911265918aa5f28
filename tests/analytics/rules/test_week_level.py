"""A2, N1-N4: a feed that loses a part of its events is not believed; one that varies, declines slowly or rests is."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from analytics.rules.coverage import DayCoverage, FeedStatus, Promise, judge_days
from analytics.rules.window_coverage import FeedCoverage, judge_window

pytestmark = pytest.mark.requirement("A2")

START = date(2025, 1, 6)  # a Monday
WEEKDAYS = (1.0, 1.05, 1.1, 1.05, 0.95, 0.45, 0.4)
Level = Callable[[int], float]


def feed(days: int, level: Level, *, usual: int = 1000, noise: float = 0.0, dispersion: float = 0.0) -> list[int]:
    """Events by day: a weekday pattern at a level, even noise, or gamma noise as of a negative binomial."""
    chance = random.Random(f"{days} {usual} {noise} {dispersion}")
    spread = [
        chance.gammavariate(dispersion, 1 / dispersion) if dispersion else chance.uniform(1 - noise, 1 + noise)
        for _ in range(days)
    ]
    return [round(usual * WEEKDAYS[at % 7] * level(at) * spread[at]) for at in range(days)]


def judged(events: list[int], *, heartbeat: int | None = None) -> list[DayCoverage]:
    received = {START + timedelta(days=at): count for at, count in enumerate(events)}
    promise = Promise(heartbeat) if heartbeat else None
    return judge_days(received, as_of=START + timedelta(days=len(events) - 1), promise=promise)


def window(events: list[int], *, heartbeat: int | None = None) -> FeedCoverage:
    return judge_window(judged(events, heartbeat=heartbeat), as_of=START + timedelta(days=len(events) - 1))


def from_day(day: int, level: float) -> Level:
    return lambda at: level if at >= day else 1.0


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.3])
def test_a_feed_that_loses_half_is_unknown_within_a_week_and_stays_so(noise: float) -> None:
    events = feed(400, from_day(200, 0.5), noise=noise)
    assert window(events[:200]).is_enough
    assert window(events[:206]).status is FeedStatus.THIN
    for days in (207, 228, 240, 300, 400):
        found = window(events[:days])
        assert (found.status, found.is_enough) == (FeedStatus.THIN, False)
    assert 0.45 < found.arrived <= found.share < 0.65


def test_what_is_lost_for_weeks_never_becomes_the_usual() -> None:
    found = judged(feed(400, from_day(200, 0.4)))
    assert {day.status for day in found[200:]} == {FeedStatus.THIN}
    assert found[-7].expected == found[192].expected


def test_a_pilot_before_the_roll_out_does_not_hide_a_loss() -> None:
    events = [*[5] * 14, *[1000] * 35, *[50] * 5]
    assert window(events).status is FeedStatus.THIN


@pytest.mark.parametrize(
    ("usual", "noise", "dispersion"),
    [(1000, 0.3, 0.0), (100, 0.3, 0.0), (1280, 0.0, 75.0), (100, 0.0, 75.0), (1000, 0.0, 20.0)],
)
def test_noise_closes_nothing(usual: int, noise: float, dispersion: float) -> None:
    """30 % by weekday, the dispersion of the public chat archive (75), and one far wilder."""
    for number in range(5):
        days = judged(feed(400 + number, lambda _: 1.0, usual=usual, noise=noise, dispersion=dispersion))
        assert [day.status for day in days[100:]] == [FeedStatus.OK] * len(days[100:])


def test_a_decline_of_one_percent_a_week_closes_nothing() -> None:
    days = judged(feed(430, lambda at: 0.99 ** (at / 7), noise=0.2))
    assert {day.status for day in days} == {FeedStatus.OK}


def test_a_loss_in_the_third_week_is_seen_before_anything_is_known_of_the_noise() -> None:
    assert window([1000] * 14 + [100] * 7).status is FeedStatus.THIN


def test_a_few_good_days_do_not_bring_it_back_and_a_good_week_does() -> None:
    days = judged(feed(240, lambda at: 1.0 if at < 200 or at >= 220 or at in range(208, 211) else 0.5))
    assert [day.status for day in days[211:220]] == [FeedStatus.THIN] * 9
    assert {day.status for day in days[220:]} == {FeedStatus.OK}


def test_a_few_events_a_day_tell_no_loss() -> None:
    """Where two people make up a feed, one who leaves is half of it."""
    assert window([2] * 100 + [1] * 60).is_enough


def test_holidays_are_believed_from_their_second_year_on() -> None:
    def level(at: int) -> float:
        return 0.5 if at % 364 in range(210, 240) else 1.0

    events = feed(700, level, noise=0.1)
    assert not window(events[:238]).is_enough
    assert {day.status for day in judged(events)[364:]} == {FeedStatus.OK}
    lost = [count // 2 if at in range(580, 600) else count for at, count in enumerate(events)]
    assert window(lost[:600]).status is FeedStatus.THIN


def test_days_between_the_years_are_believed_from_their_second_time_on() -> None:
    """Also those of a quarter of the usual; never those without any event, where there always were some."""

    def level(at: int) -> float:
        return 0.25 if at % 364 in range(210, 217) else 1.0

    events = feed(700, level)
    assert window(events[:217]).status is FeedStatus.THIN
    assert {day.status for day in judged(events)[364:]} == {FeedStatus.OK}
    assert judged(events)[-1].expected == pytest.approx(1000 * WEEKDAYS[699 % 7])
    longer = [count // 4 if at in range(581, 600) else count for at, count in enumerate(events)]
    assert window(longer[:600]).status is FeedStatus.THIN
    stopped = [0 if at in range(574, 581) else count for at, count in enumerate(events)]
    assert window(stopped[:581]).status is FeedStatus.MISSING


def test_a_person_who_knows_why_declares_the_new_level() -> None:
    events = feed(300, from_day(200, 0.5), noise=0.1)
    assert not window(events).is_enough
    assert window(events, heartbeat=150).status is FeedStatus.OK


def test_what_arrived_is_told_as_it_is() -> None:
    """Days as usual count whole, and yet nobody is told of 100 % where a fifth was missing."""
    found = window(feed(70, from_day(42, 0.8)))
    assert (found.status, found.share) == (FeedStatus.OK, 1.0)
    assert found.arrived == pytest.approx(0.8, abs=0.05)
