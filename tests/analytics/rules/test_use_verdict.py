"""A2, A3: active, fading, rare, unused or unknown, first that fits; quarterly and yearly use is never unused."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.rules.rhythm import SEASON, Rhythm, learn_rhythm
from analytics.rules.use_picture import UsePicture
from analytics.rules.use_reasons import SENTENCES, UseReason, Why
from analytics.rules.use_verdict import UseVerdict, judge_use

AS_OF = date(2026, 6, 30)


def picture(ages: Iterable[int], **changes: object) -> UsePicture:
    """`ages`: how many days before `AS_OF` it was used."""
    days = sorted({AS_OF - timedelta(days=age) for age in ages})
    recent = 1 if days and (AS_OF - days[-1]).days < 28 else 0
    base = UsePicture(
        as_of=AS_OF,
        is_covered=True,
        history_days=800,
        account_since=AS_OF - timedelta(days=799),
        use_days=days,
        users_28=recent,
        users_28_before=recent,
        weekly_users=[recent] * 12,
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # named fields of the picture


DAILY = range(700)


@pytest.mark.parametrize(
    ("seen", "verdict", "why"),
    [
        (picture(DAILY), UseVerdict.ACTIVE, Why.USED),
        (picture(DAILY, is_covered=False), UseVerdict.UNKNOWN, Why.FEED_THIN),
        (picture(DAILY, users_28=4, users_28_before=9), UseVerdict.FADING, Why.FEWER_USERS),
        (picture(DAILY, users_28=4, users_28_before=8), UseVerdict.ACTIVE, Why.USED),
        (picture(DAILY, weekly_users=list(range(24, 0, -2))), UseVerdict.FADING, Why.FALLING),
        (picture(DAILY, weekly_users=[100 - week for week in range(12)]), UseVerdict.ACTIVE, Why.USED),
        (picture(range(27, 700)), UseVerdict.ACTIVE, Why.USED),
        (picture(range(28, 700)), UseVerdict.UNUSED, Why.BEYOND_USUAL),
        (picture(range(60, 700)), UseVerdict.UNUSED, Why.BEYOND_USUAL),
        (picture(range(60, 150), history_days=200), UseVerdict.UNUSED, Why.BEYOND_LONGEST),
        (picture(range(60, 700, 91)), UseVerdict.RARE, Why.PAUSE_USUAL),
        (picture(range(136, 700, 91)), UseVerdict.RARE, Why.PAUSE_USUAL),
        (picture(range(137, 700, 91)), UseVerdict.UNUSED, Why.BEYOND_USUAL),
        (picture(range(60, 700, 91), unseen_days=3), UseVerdict.RARE, Why.PAUSE_USUAL),
        (picture(range(60, 700, 91), unseen_days=4), UseVerdict.UNKNOWN, Why.SILENCE_UNSEEN),
        (picture([30, 122]), UseVerdict.UNKNOWN, Why.PAUSE_ONCE),
        (picture([137, 229]), UseVerdict.UNKNOWN, Why.PAUSE_ONCE),
        (picture([138, 230]), UseVerdict.UNUSED, Why.NO_PAUSE_LEARNT),
        (picture([60, 700]), UseVerdict.UNKNOWN, Why.PAUSE_ONCE),
        (picture([570, 1200], history_days=1300, account_since=None), UseVerdict.UNUSED, Why.NO_PAUSE_LEARNT),
        (picture([*range(40, 300), *range(340, 700)]), UseVerdict.UNKNOWN, Why.PAUSE_ONCE),
        (picture([*range(62, 300), *range(340, 700)]), UseVerdict.UNUSED, Why.BEYOND_USUAL),
        (picture([200, 565]), UseVerdict.RARE, Why.PAUSE_USUAL),
        (picture([200, 565], history_days=700), UseVerdict.UNKNOWN, Why.HISTORY_SHORT),
        (picture([60, 151], history_days=160), UseVerdict.UNKNOWN, Why.TOO_FEW_DAYS),
        (picture([60], history_days=160), UseVerdict.UNKNOWN, Why.ONE_SEASON),
        (picture(range(170, 200), history_days=450), UseVerdict.UNKNOWN, Why.ONE_SEASON),
        (picture([200], account_since=AS_OF - timedelta(days=210)), UseVerdict.UNKNOWN, Why.ONE_SEASON),
        (picture([200]), UseVerdict.UNUSED, Why.NO_PAUSE_LEARNT),
        (picture([]), UseVerdict.UNUSED, Why.NEVER_USED),
        (picture([3], account_since=AS_OF - timedelta(days=3)), UseVerdict.ACTIVE, Why.NEW_USED),
        (picture([], account_since=AS_OF - timedelta(days=3)), UseVerdict.UNKNOWN, Why.NEW_IDLE),
        (picture([], account_since=None, history_days=10), UseVerdict.UNKNOWN, Why.NEW_IDLE),
        (picture([], history_days=10), UseVerdict.UNKNOWN, Why.NEW_IDLE),
        (picture([], account_since=AS_OF - timedelta(days=28)), UseVerdict.UNUSED, Why.NEVER_USED),
        (picture([], account_since=AS_OF + timedelta(days=3)), UseVerdict.UNKNOWN, Why.NEW_IDLE),
        (picture([], account_since=None), UseVerdict.UNUSED, Why.NEVER_USED),
        (picture(range(60, 700), flood_date=AS_OF), UseVerdict.UNKNOWN, Why.FLOOD_OPEN),
        (picture(range(60, 700), flood_date=AS_OF - timedelta(days=28)), UseVerdict.UNUSED, Why.BEYOND_USUAL),
        (picture(DAILY, flood_date=AS_OF), UseVerdict.ACTIVE, Why.USED),
    ],
)
def test_the_first_verdict_that_fits_is_given_with_its_reason(seen: UsePicture, verdict: UseVerdict, why: Why) -> None:
    judgement = judge_use(seen)
    assert (judgement.verdict, judgement.why) == (verdict, why)
    UseReason(judgement.why, judgement.figures).sentence()  # every place in the sentence is filled


def test_rare_use_says_when_it_is_expected_next() -> None:
    assert judge_use(picture(range(60, 700, 91))).next_expected_date == AS_OF + timedelta(days=31)


def test_one_long_holiday_is_no_rhythm_and_two_are() -> None:
    days = [AS_OF - timedelta(days=age) for age in (60, 59, 58, 40, 39)]
    assert learn_rhythm(days) == Rhythm(5, 1, 18, 22)
    assert learn_rhythm([*days, AS_OF - timedelta(days=20)]).usual_gap == 18
    assert learn_rhythm([]) == Rhythm(0, None, None)
    assert learn_rhythm([AS_OF - timedelta(days=9), AS_OF]) == Rhythm(2, None, 9, 10)


def test_a_season_that_returns_after_a_year_is_a_rhythm_and_so_is_last_years_holiday() -> None:
    """From mid-January to mid-December are 334 days; a pause that began a year ago may be the one that lasts now."""
    december, before = date(2025, 12, 15), date(2024, 12, 15)
    seasons = [day + timedelta(days=step) for day in (before, december) for step in range(32)]
    assert learn_rhythm(seasons).usual_gap == 334
    back = date(2025, 8, 31)
    worked = [date(2025, 1, 1) + timedelta(days=step) for step in range(570)]
    summer = [day for day in worked if not date(2025, 7, 25) <= day < back and day <= date(2026, 7, 24)]
    assert learn_rhythm(summer).usual_gap == 38
    assert learn_rhythm(summer[:-40]).usual_gap == 1


@given(st.integers(60, 130), st.integers(30, 99))
def test_regular_rare_use_is_never_called_unused_before_its_next_turn(gap: int, silence: int) -> None:
    seen = picture(range(silence, 790, gap), users_28=0, users_28_before=0)
    if silence < 1.5 * gap:
        assert judge_use(seen).verdict is UseVerdict.RARE


@pytest.mark.requirement("A3")
@given(st.sets(st.integers(28, 799), min_size=2), st.integers(30, 99))
def test_a_pause_that_was_made_before_is_never_called_unused(ages: set[int], once: int) -> None:
    """Also one made a single time: so the quarter's user is safe from its first quarter on."""
    known = {*ages, min(ages) + once}
    gaps = [earlier - later for later, earlier in pairwise(sorted(known))]
    if min(ages) <= max(gaps):
        assert judge_use(picture(known, users_28=0, users_28_before=0)).verdict is not UseVerdict.UNUSED


@given(st.sets(st.integers(0, 799)), st.integers(1, 800), st.booleans())
def test_without_coverage_nothing_is_claimed(ages: set[int], history: int, covered: bool) -> None:
    verdict = judge_use(picture(ages, history_days=history, is_covered=covered)).verdict
    assert verdict in UseVerdict
    if not covered:
        assert verdict is UseVerdict.UNKNOWN


def test_every_verdict_has_a_label() -> None:
    assert [verdict.label for verdict in UseVerdict] == ["Unknown", "Active", "Fading", "Rare", "Unused"]


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Why)


@given(st.lists(st.integers(0, 799), min_size=1, unique=True), st.integers(1, 800))
def test_more_history_never_turns_known_use_into_unused_without_a_year_of_it(ages: list[int], history: int) -> None:
    """Whoever used it for a season only is not written off before the same season was watched a year earlier."""
    season = [age for age in ages if age - min(ages) < SEASON]
    judged = judge_use(picture(season, history_days=history, users_28=0, users_28_before=0, weekly_users=()))
    if min(season) >= 28 and history < min(season) + 365:
        assert judged.verdict is not UseVerdict.UNUSED or min(season) >= 570


def yearly(first: date, span: int, years: int, step: int) -> list[date]:
    """From the same day of each year on, `span` days long, every `step` days and on the last one."""
    steps = sorted({*range(0, span, step), span - 1})
    return [
        date(first.year + year, first.month, first.day) + timedelta(days=at) for year in range(years) for at in steps
    ]


@pytest.mark.requirement("A3")
@given(
    st.dates(date(2018, 1, 1), date(2019, 12, 31)).filter(lambda day: (day.month, day.day) != (2, 29)),
    st.integers(1, 300),
    st.integers(2, 4),
    st.integers(1, 7),
    st.integers(28, 336),
)
def test_a_season_of_any_length_that_came_twice_is_rare_until_it_comes_again(
    first: date, span: int, years: int, step: int, silence: int
) -> None:
    """A tax season of 75 days, say: in between nobody takes it for unused, and the day of its return is told."""
    days = yearly(first, span, years, step)
    returns = date(first.year + years, first.month, first.day)
    as_of = days[-1] + timedelta(days=silence)
    if as_of >= returns + timedelta(days=28):
        return
    judged = judge_use(
        replace(
            picture(()),
            as_of=as_of,
            use_days=days,
            history_days=(as_of - first).days + 400,
            account_since=first - timedelta(days=399),
        )
    )
    assert judged.verdict is UseVerdict.RARE
    assert judged.next_expected_date is not None
    assert abs((judged.next_expected_date - returns).days) <= 1  # a leap day


def test_a_long_season_that_was_seen_once_is_no_rhythm_yet() -> None:
    """Nobody can tell a first season of 75 days from a trial that ended; up to 45 days it is not called unused."""
    season = [date(2025, 1, 15) + timedelta(days=step) for step in range(75)]
    seen = replace(picture(()), as_of=date(2025, 8, 1), use_days=season)
    assert judge_use(seen).verdict is UseVerdict.UNUSED
    assert judge_use(replace(seen, use_days=season[:SEASON], history_days=400)).verdict is UseVerdict.UNKNOWN
