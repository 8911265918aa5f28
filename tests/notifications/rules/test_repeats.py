"""What is in doubt is sent once more only by the way that was given its key, while that remembers it (A13, P1)."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.rules.repeats import KEY_MARGIN, Doubt, may_repeat_until

NOON, WINDOW = datetime(2027, 3, 1, 12, tzinfo=UTC), timedelta(minutes=15)
FIRST, AGAIN = Doubt(NOON, "brevo/1"), Doubt(NOON + timedelta(minutes=2), "brevo/1")


def test_the_key_is_remembered_from_the_first_doubt_on() -> None:
    """notices case 9"""
    assert may_repeat_until([AGAIN, FIRST], route="brevo/1", window=WINDOW) == NOON + WINDOW - KEY_MARGIN


@pytest.mark.parametrize("other", ["", "brevo/2", "smtp/1"])
def test_one_doubt_about_another_way_is_enough_for_never(other: str) -> None:
    """Nothing is known of the way of attempts that a release before this one made."""
    assert may_repeat_until([Doubt(NOON, other), AGAIN], route="brevo/1", window=WINDOW) is None
    assert may_repeat_until([FIRST, AGAIN], route=other, window=WINDOW) is None


@pytest.mark.parametrize("window", [None, timedelta.max])
def test_without_keys_that_are_forgotten_nothing_is_repeated(window: timedelta | None) -> None:
    assert may_repeat_until([FIRST], route="brevo/1", window=window) is None


def test_without_a_doubt_there_is_nothing_to_repeat() -> None:
    assert may_repeat_until([], route="brevo/1", window=WINDOW) is None
