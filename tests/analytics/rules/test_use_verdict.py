"""A2, A3: active, fading, rare, unused or unknown, first that fits; quarterly and yearly use is never unused."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.rules.rhythm import Rhythm, learn_rhythm
from analytics.rules.use_verdict import UsePicture, UseVerdict, judge_use

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
    ("seen", "verdict"),
    [
        (picture(DAILY), UseVerdict.ACTIVE),
        (picture(DAILY, is_covered=False), UseVerdict.UNKNOWN),
        (picture(DAILY, users_28=4, users_28_before=9), UseVerdict.FADING),
        (picture(DAILY, users_28=4, users_28_before=8), UseVerdict.ACTIVE),
        (picture(DAILY, weekly_users=list(range(24, 0, -2))), UseVerdict.FADING),
        (picture(DAILY, weekly_users=[100 - week for week in range(12)]), UseVerdict.ACTIVE),
        (picture(range(60, 700)), UseVerdict.UNUSED),
        (picture(range(60, 150), history_days=200), UseVerdict.UNUSED),
        (picture(range(60, 700, 91)), UseVerdict.RARE),
        (picture(range(130, 700, 91)), UseVerdict.RARE),
        (picture(range(140, 700, 91)), UseVerdict.UNUSED),
        (picture([200, 565]), UseVerdict.RARE),
        (picture([200, 565], history_days=700), UseVerdict.UNKNOWN),
        (picture([60, 151], history_days=160), UseVerdict.UNKNOWN),
        (picture([60], history_days=160), UseVerdict.UNKNOWN),
        (picture([200]), UseVerdict.UNUSED),
        (picture([]), UseVerdict.UNUSED),
        (picture([3], account_since=AS_OF - timedelta(days=3)), UseVerdict.ACTIVE),
        (picture([], account_since=AS_OF - timedelta(days=3)), UseVerdict.UNKNOWN),
        (picture([], account_since=None, history_days=10), UseVerdict.UNKNOWN),
        (picture([], account_since=None), UseVerdict.UNUSED),
    ],
)
def test_the_first_verdict_that_fits_is_given_with_its_reason(seen: UsePicture, verdict: UseVerdict) -> None:
    judgement = judge_use(seen)
    assert judgement.verdict is verdict
    assert judgement.why


def test_rare_use_says_when_it_is_expected_next() -> None:
    assert judge_use(picture(range(60, 700, 91))).next_expected_date == AS_OF + timedelta(days=31)


def test_one_long_holiday_is_no_rhythm_and_two_are() -> None:
    days = [AS_OF - timedelta(days=age) for age in (60, 59, 58, 40, 39)]
    assert learn_rhythm(days) == Rhythm(5, 1, 18)
    assert learn_rhythm([*days, AS_OF - timedelta(days=20)]).usual_gap == 18
    assert learn_rhythm([]) == Rhythm(0, None, None)
    assert learn_rhythm([AS_OF - timedelta(days=9), AS_OF]) == Rhythm(2, None, 9)


@given(st.integers(60, 130), st.integers(30, 99))
def test_regular_rare_use_is_never_called_unused_before_its_next_turn(gap: int, silence: int) -> None:
    seen = picture(range(silence, 790, gap), users_28=0, users_28_before=0)
    if silence < 1.5 * gap:
        assert judge_use(seen).verdict is UseVerdict.RARE


@given(st.sets(st.integers(0, 799)), st.integers(1, 800), st.booleans())
def test_without_coverage_nothing_is_claimed(ages: set[int], history: int, covered: bool) -> None:
    verdict = judge_use(picture(ages, history_days=history, is_covered=covered)).verdict
    assert verdict in UseVerdict
    if not covered:
        assert verdict is UseVerdict.UNKNOWN


def test_every_verdict_has_a_label() -> None:
    assert [verdict.label for verdict in UseVerdict] == ["Unknown", "Active", "Fading", "Rare", "Unused"]
