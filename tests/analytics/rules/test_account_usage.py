"""A2, A3: what is said of one account, when little is known of it yet?"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from analytics.rules.account_usage import AccountProfile, AccountUsage, describe_account
from analytics.rules.feeds import judge_feeds
from analytics.rules.measures import AccountFacts
from analytics.rules.use_reasons import Why
from analytics.rules.use_verdict import UseVerdict

AS_OF = date(2027, 2, 28)


def ago(back: int) -> datetime:
    return datetime.combine(AS_OF - timedelta(days=back), time(9), tzinfo=UTC)


def described(facts: AccountFacts, *, history: int = 200, named_at: datetime | None = None) -> AccountUsage:
    """In a steady feed of so many days."""
    received = {"app": {ago(back).date(): 40 for back in range(history)}}
    feeds = judge_feeds(received, last_at={"app": ago(0)}, heartbeats={}, as_of=AS_OF)
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
