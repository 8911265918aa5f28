"""What does a gate learn of an account that uses the module only now and then, and of a feed that is not as usual?"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from analytics.rules.account_usage import AccountProfile, AccountUsage
from analytics.rules.coverage import Promise
from analytics.rules.feeds import judge_feeds
from analytics.rules.measures import AccountFacts, ModuleFacts
from analytics.rules.module_usage import describe_module
from analytics.rules.use_evidence import UseFact, use_facts, users_left
from analytics.rules.use_reasons import UseReason, Why
from analytics.rules.use_verdict import UseVerdict

LAST = datetime(2027, 1, 4, 9, tzinfo=UTC)
AS_OF = date(2027, 2, 28)
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


def an_account(verdict: UseVerdict, users_28: int | None, users_90: int | None) -> AccountUsage:
    return AccountUsage(
        account="acme",
        tier="key",
        verdict=verdict,
        reason=UseReason(Why.USED),
        users_28=users_28,
        users_90=users_90,
        events_28=users_28,
        events_90=users_90,
        first_at=LAST,
        last_at=LAST,
        last_user="u1",
        dependence=None,
        rank=None,
        slope=None,
        change_28=None,
        revenue=None,
        currency="",
        next_expected_date=None,
    )


@pytest.mark.requirement("A2")
@pytest.mark.parametrize(
    ("verdict", "users_28", "users_90", "left"),
    [
        (UseVerdict.ACTIVE, 3, 4, 3),
        (UseVerdict.FADING, 1, 4, 1),
        (UseVerdict.RARE, 0, 2, 2),
        (UseVerdict.RARE, 0, 0, 1),
        (UseVerdict.UNUSED, 0, 0, 0),
        (UseVerdict.UNKNOWN, 0, 0, None),
        (UseVerdict.UNKNOWN, None, None, None),
    ],
)
def test_a_rare_user_is_never_counted_as_nobody(
    verdict: UseVerdict, users_28: int | None, users_90: int | None, left: int | None
) -> None:
    assert users_left(an_account(verdict, users_28, users_90)) == left


def ago(back: int) -> datetime:
    return datetime.combine(AS_OF - timedelta(days=back), time(9), tzinfo=UTC)


def alive(
    *,
    stranger: Iterable[int] = (),
    flood: int | None = None,
    history: int = 440,
    usual: int = 40,
    last: int = 40,
    heartbeat: int | None = None,
) -> UseFact:
    """A steady feed whose last day differs, and an account without a name that used the module so many days ago."""
    received = {ago(back).date(): usual if back else last for back in range(history)}
    days = sorted(ago(back) for back in stranger)
    facts = (
        AccountFacts(
            "stranger",
            first_at=days[0],
            last_at=days[-1],
            use_days=tuple(day.date() for day in days),
            since=days[0],
            flood_date=None if flood is None else ago(flood).date(),
        )
        if days
        else AccountFacts("stranger")
    )
    feeds = judge_feeds(
        {"app": received},
        last_at={"app": ago(0)},
        promises={"app": Promise(heartbeat)} if heartbeat else {},
        as_of=AS_OF,
    )
    found = describe_module(
        "reports", ModuleFacts(by_account={"stranger": facts}), profiles=[AccountProfile("acme", "key")], feeds=feeds
    )
    return use_facts(found, last_event_at=ago(0), now=NOW)[0]


@pytest.mark.requirement("N14")
@pytest.mark.parametrize(
    ("history", "days"),
    [(440, range(40, 440, 91)), (140, [40, 131]), (800, [40, 131]), (800, [27])],
    ids=["each quarter", "not watched for long enough", "paused once", "within 28 days"],
)
def test_an_unnamed_account_that_comes_now_and_then_is_unknown_use(history: int, days: Iterable[int]) -> None:
    """The sentence says what to do, since nobody can override this criterion."""
    fact = alive(stranger=days, history=history)
    assert (fact.value, fact.detail) == (
        None,
        "used by accounts that the directory does not know: stranger;"
        " correct the key at its source, or put the account into the directory",
    )


@pytest.mark.requirement("N14")
@pytest.mark.parametrize("history", [70, 800])
@pytest.mark.parametrize("days", [[28], [40], range(28, 60)], ids=["28 days ago", "once", "for a month"])
def test_a_misspelled_account_that_came_for_a_while_holds_nothing_up_for_longer_than_28_days(
    history: int, days: Iterable[int]
) -> None:
    """A stray event shows no rhythm: it may not shut the gate of a whole plan for a year and a half."""
    assert alive(stranger=days, history=history).value is True


@pytest.mark.requirement("N14")
def test_an_unnamed_account_whose_flood_nobody_has_judged_yet_is_unknown_use() -> None:
    assert alive(stranger=[90], flood=3).value is None


@pytest.mark.requirement("N14")
def test_an_unnamed_account_that_stopped_for_good_holds_nothing_up() -> None:
    assert alive(stranger=range(60, 440)).value is True


@pytest.mark.requirement("N4")
@pytest.mark.parametrize(
    ("last", "is_usual"), [(11, False), (12, False), (13, True), (120, True), (121, False), (400, False)]
)
def test_a_volume_beyond_30_to_300_percent_of_the_weekdays_median_is_not_believed(last: int, is_usual: bool) -> None:
    """G3: ten times as much is as little proof of a living feed as a tenth; the sentence has the figures."""
    fact = alive(last=last)
    assert fact.value is (True if is_usual else None)
    if last > 40 and not is_usual:
        assert fact.detail == (
            f"volume beyond 30 to 300 % of the usual: app {last} events on 2027-02-28, usual are 40;"
            " look for events lost or sent twice; a rise that is real is believed after seven such days,"
            " or at once when the least of a day is declared (usage feeds --declare)"
        )


def alive_of(received: dict[date, int]) -> UseFact:
    feeds = judge_feeds({"app": received}, last_at={"app": ago(0)}, promises={}, as_of=AS_OF)
    found = describe_module("reports", ModuleFacts(), profiles=[AccountProfile("acme", "key")], feeds=feeds)
    return use_facts(found, last_event_at=ago(0), now=NOW)[0]


@pytest.mark.requirement("N4")
@pytest.mark.parametrize(
    ("risen", "is_believed"), [(1, False), (6, False), *((n, True) for n in (7, 8, 14, 21, 28, 35))]
)
def test_a_feed_that_grows_for_good_is_doubted_for_a_week_only(risen: int, is_believed: bool) -> None:
    received = {ago(back).date(): (190 + back % 3 * 10 if back < risen else 40) for back in range(440)}
    assert alive_of(received).value is (True if is_believed else None)


@pytest.mark.requirement("N4")
def test_seven_days_that_do_not_agree_with_each_other_are_no_new_level() -> None:
    """Neither a week of spikes, nor one with a day on which the feed failed, nor one spike a week."""
    spikes = [200, 900, 150, 700, 400, 1200, 200]
    steady = {ago(back).date(): 40 for back in range(440)}
    assert alive_of(steady | {ago(back).date(): spikes[back] for back in range(7)}).value is None
    assert alive_of(steady | {ago(back).date(): 200 for back in range(7)} | {ago(3).date(): 9}).value is None
    assert alive_of(steady | {ago(back).date(): 200 for back in range(0, 29, 7)[:3]}).value is None


@pytest.mark.requirement("N4")
def test_a_month_end_is_believed_where_one_brought_as_much_on_that_weekday_before() -> None:
    received = {(day := ago(back).date()): 400 if (day + timedelta(days=1)).day == 1 else 100 for back in range(440)}
    assert alive_of(received).value is True
    assert alive_of(received | {AS_OF: 401}).value is None


@pytest.mark.requirement("N4")
@pytest.mark.parametrize(
    ("history", "usual", "last", "heartbeat"),
    [(440, 19, 90, None), (10, 40, 400, None), (440, 40, 400, 30)],
    ids=["too few events to measure", "nothing to compare with", "a person said what to expect"],
)
def test_where_no_usual_volume_is_known_much_is_no_fault(
    history: int, usual: int, last: int, heartbeat: int | None
) -> None:
    assert alive(history=history, usual=usual, last=last, heartbeat=heartbeat).value is True
