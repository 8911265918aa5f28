"""A2, A3: what is said of one account, when little is known of it yet?"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from analytics.rules.account_usage import AccountProfile, AccountUsage, describe_account
from analytics.rules.feeds import judge_feeds
from analytics.rules.measures import AccountFacts, DayFigures, ModuleFacts
from analytics.rules.module_usage import describe_module
from analytics.rules.use_reasons import Why
from analytics.rules.use_verdict import UseVerdict

AS_OF = date(2027, 2, 28)


def ago(back: int) -> datetime:
    return datetime.combine(AS_OF - timedelta(days=back), time(9), tzinfo=UTC)


def described(facts: AccountFacts, *, history: int = 200, named_at: datetime | None = None) -> AccountUsage:
    """In a steady feed of so many days."""
    received = {"app": {ago(back).date(): 40 for back in range(history)}}
    feeds = judge_feeds(received, last_at={"app": ago(0)}, promises={}, as_of=AS_OF)
    profile = AccountProfile("acme", "key", zone=ZoneInfo("Asia/Tokyo"), named_at=named_at)
    return describe_account(facts, profile, feeds=feeds)


@pytest.mark.requirement("A3")
@pytest.mark.parametrize(
    ("named", "verdict", "why"),
    [
        (0, UseVerdict.UNKNOWN, Why.NEW_IDLE),
        (27, UseVerdict.UNKNOWN, Why.NEW_IDLE),
        (28, UseVerdict.UNUSED, Why.NEVER_USED),
    ],
)
def test_a_customer_whom_the_directory_has_named_for_less_than_28_days_is_not_unused(
    named: int, verdict: UseVerdict, why: Why
) -> None:
    row = described(AccountFacts("acme"), named_at=ago(named))
    assert (row.verdict, row.reason.key) == (verdict, why)


@pytest.mark.requirement("A3")
def test_activity_of_a_customer_says_more_than_when_the_directory_named_it() -> None:
    """A directory is often read in long after the feeds began."""
    assert described(AccountFacts("acme", since=ago(100)), named_at=ago(1)).verdict is UseVerdict.UNUSED
    late_evening = AS_OF - timedelta(days=28)  # in Tokyo the day before has ended
    named_at = datetime.combine(late_evening, time(16), tzinfo=UTC)
    assert described(AccountFacts("acme"), named_at=named_at).verdict is UseVerdict.UNKNOWN


@pytest.mark.requirement("A2")
@pytest.mark.parametrize(
    ("history", "counts"),
    [(3, (None, None, None, None)), (28, (0, None, 0, None)), (89, (0, None, 0, None)), (90, (0, 0, 0, 0))],
)
def test_no_use_in_a_window_is_zero_only_where_there_was_all_of_it_to_see(
    history: int, counts: tuple[int | None, ...]
) -> None:
    """Unknown is null: three days of feed say nothing of ninety."""
    row = described(AccountFacts("acme", since=ago(400), events_all_90=7), history=history, named_at=ago(400))
    assert (row.users_28, row.users_90, row.events_28, row.events_90) == counts
    assert row.dependence == (0.0 if history == 90 else None)


@pytest.mark.requirement("A2")
def test_use_in_a_short_history_is_told_and_its_verdict_needs_no_whole_window() -> None:
    days = tuple(ago(back).date() for back in (2, 1, 0))
    used = AccountFacts("acme", users_28=2, users_90=2, users_28_before=1, events_28=9, use_days=days, since=ago(2))
    row = described(used, history=3)
    assert (row.verdict, row.users_28, row.users_90, row.events_28) == (UseVerdict.ACTIVE, 2, 2, 9)
    assert (row.change_28, described(used, history=55).change_28, described(used, history=56).change_28) == (
        None,
        None,
        1.0,
    )


@pytest.mark.requirement("A2")
def test_the_windows_of_a_module_are_unknown_until_they_are_whole() -> None:
    feeds = judge_feeds(
        {"app": {ago(back).date(): 40 for back in range(30)}}, last_at={"app": ago(0)}, promises={}, as_of=AS_OF
    )
    daily = tuple(DayFigures(ago(back).date(), 0, 0, 0, 0) for back in (3, 2))
    found = describe_module("reports", ModuleFacts(daily=daily), profiles=[], feeds=feeds)
    assert found.users == {1: 0, 7: 0, 28: 0, 90: None}
    assert found.accounts == {1: 0, 7: 0, 28: 0, 90: None}
    assert [(day.users, day.users_28) for day in found.daily] == [(0, None), (0, 0)]
