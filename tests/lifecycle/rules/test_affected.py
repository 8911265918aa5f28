"""A5, A6: may only observation clear somebody, and does use open them again, whatever comes in which order?"""

from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.affected import (
    ASIDE,
    FLIPS,
    LADDER,
    LEFT,
    AffectedStatus,
    Signal,
    Standing,
    after,
    least_advanced,
    moved_by,
)
from lifecycle.rules.affected_list import Tally, dormant
from lifecycle.rules.affected_use import subject_of_integration

START = datetime(2027, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
SIGNALS = st.lists(st.tuples(st.sampled_from(list(Signal)), st.integers(-3, 3)), max_size=12)


def test_the_table_of_flips_is_this_one_and_no_other() -> None:
    reached = {f"{status} {signal}": str(to) for (status, signal), to in sorted(FLIPS.items())}
    assert reached == {
        "acknowledged moving": "moving",
        "acknowledged silent": "clear",
        "clear used": "notified",
        "moving silent": "clear",
        "notified acknowledged": "acknowledged",
        "notified moving": "moving",
        "notified silent": "clear",
        "pending acknowledged": "acknowledged",
        "pending moving": "moving",
        "pending silent": "clear",
        "pending told": "notified",
    }


def test_every_other_pair_of_status_and_signal_changes_nothing() -> None:
    for status, signal in product(LADDER, Signal):
        found = after(Standing(status, START, told_at=START), signal, at=START + HOUR, now=START + HOUR)
        assert found.status == FLIPS.get((status, signal), status)


def test_only_silence_clears_and_a_claim_moves_nobody() -> None:
    assert {signal for (_, signal), to in FLIPS.items() if to is AffectedStatus.CLEAR} == {Signal.SILENT}
    assert moved_by(Signal.SAID_DONE) == ()
    claimed = after(Standing(AffectedStatus.MOVING, START), Signal.SAID_DONE, at=START + HOUR, now=START + HOUR)
    assert (claimed.status, claimed.claimed_at) == (AffectedStatus.MOVING, START + HOUR)


def test_use_after_clear_opens_again_as_notified_or_as_pending_where_nobody_was_told() -> None:
    told = after(
        Standing(AffectedStatus.CLEAR, START, told_at=START), Signal.USED, at=START + HOUR, now=START + 2 * HOUR
    )
    assert (told.status, told.reopened_at) == (AffectedStatus.NOTIFIED, START + 2 * HOUR)
    untold = after(Standing(AffectedStatus.CLEAR, START), Signal.USED, at=START + HOUR, now=START + 2 * HOUR)
    assert (untold.status, untold.reopened_at) == (AffectedStatus.PENDING, START + 2 * HOUR)


def test_use_that_was_known_when_it_was_cleared_opens_nothing() -> None:
    clear = Standing(AffectedStatus.CLEAR, START)
    assert after(clear, Signal.USED, at=START, now=START + HOUR) == clear


def test_an_answer_from_before_it_came_back_says_nothing_of_the_new_use() -> None:
    back = Standing(AffectedStatus.NOTIFIED, START, told_at=START, reopened_at=START + 5 * HOUR)
    for signal in (Signal.ACKNOWLEDGED, Signal.MOVING):
        assert after(back, signal, at=START + 4 * HOUR, now=START + 6 * HOUR).status is AffectedStatus.NOTIFIED
        assert after(back, signal, at=START + 6 * HOUR, now=START + 6 * HOUR).status is FLIPS[back.status, signal]


@given(SIGNALS)
def test_whatever_happens_clear_means_silent_since_the_last_use(signals: list[tuple[Signal, int]]) -> None:
    standing, was_silent = Standing(AffectedStatus.PENDING, START), False
    for turn, (signal, off) in enumerate(signals, 1):
        at = START + (turn + off) * HOUR
        later = after(standing, signal, at=at, now=START + turn * HOUR)
        if signal is Signal.USED and at > standing.last_at:
            was_silent = False
        was_silent |= signal is Signal.SILENT
        assert (later.status is AffectedStatus.CLEAR) <= was_silent
        assert later.last_at >= standing.last_at
        assert later.status is not AffectedStatus.NOTIFIED or later.told_at is not None
        if signal is Signal.SAID_DONE:
            assert later.status is standing.status
        standing = later


@given(st.permutations([Signal.TOLD, Signal.ACKNOWLEDGED, Signal.MOVING]))
def test_news_of_an_account_ends_alike_in_any_order(signals: list[Signal]) -> None:
    standing = Standing(AffectedStatus.PENDING, START)
    for signal in signals:
        standing = after(standing, signal, at=START + HOUR, now=START + HOUR)
    assert (standing.status, standing.told_at) == (AffectedStatus.MOVING, START + HOUR)


def test_an_account_shows_its_least_advanced_subject() -> None:
    assert least_advanced([AffectedStatus.CLEAR, AffectedStatus.NOTIFIED, AffectedStatus.EXEMPT]) == "notified"
    assert least_advanced([AffectedStatus.EXEMPT, AffectedStatus.BREAKAGE_ACCEPTED]) == "exempt"
    assert least_advanced([]) is None
    assert set(LADDER) | ASIDE == set(AffectedStatus)


def test_who_is_left_are_those_who_still_have_to_stop() -> None:
    found = Tally(
        {AffectedStatus.PENDING: 2, AffectedStatus.MOVING: 1, AffectedStatus.CLEAR: 4, AffectedStatus.EXEMPT: 1}
    )
    assert (found.total, found.left, found.of(AffectedStatus.NOTIFIED)) == (8, 3, 0)
    assert LEFT == ("pending", "notified", "acknowledged", "moving")


def test_configured_integrations_without_traffic_are_listed_once() -> None:
    assert dormant(["Slack bot", "etl", "etl", "cron"], {"slack BOT"}) == ("etl", "cron")


def test_a_token_is_told_from_an_integration_by_its_name() -> None:
    assert subject_of_integration("token:ci-7") == "token"
    assert subject_of_integration("zapier") == "integration"
