"""A5, A6: is somebody cleared only when silent beyond their own pauses and their account's, in feeds that delivered?"""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from analytics.rules.affected_silence import AccountDays, Asked, SubjectDays, is_silent
from analytics.rules.feeds import Feeds
from lifecycle.rules.affected import SubjectKind

AS_OF = date(2027, 3, 1)


def ago(days: Iterable[int]) -> tuple[date, ...]:
    return tuple(sorted(AS_OF - timedelta(days=back) for back in days))


def feeds(*, history: int = 500, gaps: Iterable[int] = (), is_covered: bool = True) -> Feeds:
    windows = frozenset({1, 7, 28, 90} if is_covered else ())
    return Feeds(AS_OF, (), windows, ago(gaps), AS_OF - timedelta(days=history - 1))


def judged(
    own: Iterable[int],
    *,
    account: Iterable[int] = range(500),
    known: Feeds | None = None,
    last: int | None = None,
    kept: int | None = None,
    kind: SubjectKind = SubjectKind.USER,
) -> bool:
    days, of_account = ago(own), ago(account)
    last_date = days[-1] if last is None else AS_OF - timedelta(days=last)
    since = None if kept is None else AS_OF - timedelta(days=kept)
    asked = Asked(1, "acme", kind, "u1", last_date)
    account_days = AccountDays(of_account, min((*days, *of_account)))
    return is_silent(asked, SubjectDays(days, since), account_days, feeds=known or feeds())


def test_a_daily_user_is_silent_after_four_weeks() -> None:
    assert judged(range(28, 300))
    assert not judged(range(27, 300))


@pytest.mark.parametrize(("pause", "silence", "silent"), [(91, 91, False), (91, 136, False), (91, 137, True)])
def test_a_quarterly_user_is_given_half_a_pause_more(pause: int, silence: int, silent: bool) -> None:
    assert judged([silence + pause * each for each in range(4)]) is silent


def test_a_quarterly_user_seen_twice_is_not_cleared_within_the_pause_made_once() -> None:
    assert not judged([30, 121])
    assert judged([140, 231])


def test_a_yearly_user_is_not_cleared_within_the_year() -> None:
    assert not judged([300, 666], known=feeds(history=900), account=range(900))


def test_the_pause_of_the_account_counts_for_everybody_in_it() -> None:
    assert not judged([100, 120, 150], account=[100, 192, 284, 376, 468])
    assert judged([140, 160, 190], account=[140, 230, 320, 410])


def test_a_feed_that_stopped_clears_nobody() -> None:
    assert not judged(range(28, 300), known=feeds(is_covered=False))
    assert not judged(range(40, 300), known=feeds(gaps=range(30, 33)))


def test_short_history_clears_only_beyond_any_pause_seen() -> None:
    assert not judged([40, 41], known=feeds(history=60), account=range(60))
    assert judged(range(35, 120), known=feeds(history=120), account=range(120))


def test_use_before_what_is_kept_is_cleared_only_beyond_any_rhythm() -> None:
    assert not judged([], last=500, kind=SubjectKind.INTEGRATION)
    assert judged([], last=600, kind=SubjectKind.INTEGRATION)
    assert not judged([], last=600, known=feeds(gaps=range(100, 150)))


def test_events_that_are_gone_shorten_what_is_known_of_a_caller() -> None:
    assert not judged([40, 41], kept=50)
    assert judged([40, 41], kept=499, account=range(1, 500))


def test_use_that_the_list_does_not_know_yet_or_an_account_without_days_clears_nobody() -> None:
    assert not judged(range(28, 90), last=60)
    asked = Asked(1, "acme", SubjectKind.USER, "u1", AS_OF - timedelta(days=90))
    assert not is_silent(asked, SubjectDays(ago([90])), None, feeds=feeds())
