"""What a provider's answer means: wrong address, our own set-up, or later (spec notices 8, A13)."""

import pytest

from notifications.rules.provider_events import Meaning, meaning_of


@pytest.mark.parametrize(
    ("event", "reason", "answer", "meaning"),
    [
        ("bounced", "bounced", "550 5.1.1 unknown user", Meaning.ADDRESS),
        ("bounced", "bounced", "550 5.1.10 null MX", Meaning.ADDRESS),
        ("bounced", "bounced", "552 5.2.2 mailbox full", Meaning.SOFT),
        ("bounced", "bounced", "452 4.2.2 mailbox full", Meaning.SOFT),
        ("bounced", "", "421 try later", Meaning.SOFT),
        ("bounced", "bounced", "550 5.7.515 Access denied", Meaning.CONFIGURATION),
        ("rejected", "blocked", "550 5.7.26 unauthenticated", Meaning.CONFIGURATION),
        ("bounced", "other", "554 5.4.1 relay denied", Meaning.REFUSED),
        ("bounced", "bounced", "", Meaning.ADDRESS),
        ("rejected", "spam", "", Meaning.COMPLAINED),
        ("rejected", "timed_out", "", Meaning.REFUSED),
        ("deferred", "", "anything", Meaning.SOFT),
        ("unsubscribed", "", "", Meaning.UNSUBSCRIBED),
        ("opened", "", "", None),
        ("clicked", "", "", None),
        ("autoresponded", "", "", None),
    ],
)
def test_meaning(event: str, reason: str, answer: str, meaning: Meaning | None) -> None:
    assert meaning_of(event, reason=reason, answer=answer) is meaning
