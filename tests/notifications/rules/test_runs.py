"""When does a mailing wait, stop by itself, and let the rest leave (A12)?"""

from datetime import datetime, timedelta

import pytest

from notifications.rules.runs import (
    Candidate,
    HaltReason,
    Outcomes,
    canary_is_over,
    canary_size,
    choose_canary,
    halt_reason,
    locales_let_go,
)
from tests.cast import NOON

HOUR = timedelta(hours=1)


def test_a_canary_is_two_in_a_hundred_between_20_and_200_and_none_for_small_mailings() -> None:
    assert [canary_size(count) for count in (0, 199, 200, 1_000, 2_001, 50_000)] == [0, 0, 20, 20, 41, 200]


def test_a_canary_has_every_language_and_provider_and_no_key_account() -> None:
    """notices case 36"""
    crowd = [Candidate(n, "en", "", NOON, is_key=n < 5) for n in range(50)]
    rare = [Candidate(900, "ru", "", NOON + HOUR, is_key=False), Candidate(901, "en", "mail.ru", NOON + HOUR, False)]
    chosen = choose_canary([*crowd, *rare], 6)
    assert len(chosen) == 6
    assert {900, 901} < chosen
    assert not chosen & {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("found", "canary", "reason"),
    [
        (Outcomes(tried=20, hard_bounced=1), True, HaltReason.HARD_BOUNCES),
        (Outcomes(tried=50, hard_bounced=1), True, None),
        (Outcomes(tried=40, hard_bounced=2), False, None),  # two of a small mailing say nothing yet
        (Outcomes(tried=149, hard_bounced=3), False, HaltReason.HARD_BOUNCES),
        (Outcomes(tried=150, hard_bounced=3), False, None),
        (Outcomes(tried=900, complained=1), True, HaltReason.COMPLAINTS),
        (Outcomes(tried=3_000, complained=3), False, None),
        (Outcomes(tried=200, uncertain=3), False, HaltReason.UNCERTAIN),
        (Outcomes(tried=20, render_errors=1), True, HaltReason.RENDER_ERROR),
        (Outcomes(tried=400, render_errors=1), False, None),  # notices case 14: only that row is held
        (Outcomes(render_errors=1), False, None),
        (Outcomes(tried=1, configuration="550 5.7.515"), False, HaltReason.CONFIGURATION),  # notices case 11
    ],
)
def test_a_mailing_stops_over_its_limits(found: Outcomes, canary: bool, reason: HaltReason | None) -> None:
    """notices case 36"""
    assert halt_reason(found, is_canary=canary, expects_events=False, now=NOON) == reason


def test_a_small_mailing_stops_when_its_first_letter_cannot_be_written() -> None:
    found = Outcomes(render_errors=1)
    assert halt_reason(found, is_canary=False, is_first=True, expects_events=False, now=NOON) == "render_error"


@pytest.mark.parametrize(
    ("accepted", "last", "after", "over"),
    [
        (None, None, 90, False),  # the provider has been away since Friday
        (NOON, None, 24, True),
        (NOON, NOON + 60 * HOUR, 72, False),  # the first letters of elsewhere leave on Monday
        (NOON, NOON + 60 * HOUR, 84, True),
    ],
)
def test_the_rest_waits_until_first_letters_were_taken_over_however_long(
    accepted: datetime | None, last: datetime | None, after: int, over: bool
) -> None:
    assert canary_is_over(first_accepted_at=accepted, last_turn=last, now=NOON + after * HOUR) is over


def test_a_provider_that_falls_silent_stops_a_mailing_after_an_hour() -> None:
    silent = Outcomes(tried=20, accepted=20, first_accepted_at=NOON)
    heard = Outcomes(tried=20, accepted=20, first_accepted_at=NOON, events=1)
    for found, expects, after, reason in (
        (silent, True, HOUR, HaltReason.NO_EVENTS),
        (silent, True, HOUR / 2, None),
        (silent, False, HOUR, None),
        (heard, True, HOUR, None),
    ):
        assert halt_reason(found, is_canary=True, expects_events=expects, now=NOON + after) == reason


def test_each_language_goes_an_hour_after_its_first_letter() -> None:
    accepted = {"en": NOON, "ru": NOON + HOUR / 2}
    assert locales_let_go(accepted, now=NOON + HOUR) == {"en"}
