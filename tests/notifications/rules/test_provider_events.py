"""What a provider's answer means: wrong address, our own set-up, or later (spec notices 8, A13)."""

import pytest

from notifications.rules.provider_events import Meaning, Word, meaning_of


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
        ("bounced", "bounced", "421 4.7.0 [TSS04] temporarily deferred", Meaning.SOFT),
        ("bounced", "bounced", "550 5.1.8 sender rejected", Meaning.CONFIGURATION),
        ("bounced", "bounced", "550 no such user", Meaning.REFUSED),
        ("bounced", "invalid", "550 no such user", Meaning.ADDRESS),
        ("bounced", "bounced", "554 Client host [203.5.1.17] blocked", Meaning.REFUSED),
        ("bounced", "bounced", "", Meaning.SOFT),
        ("bounced", "timed_out", "", Meaning.SOFT),
        ("bounced", "spam", "", Meaning.REFUSED),
        ("bounced", "invalid", "", Meaning.ADDRESS),
        ("rejected", "spam", "", Meaning.REFUSED),
        ("rejected", "invalid", "", Meaning.ADDRESS),
        ("rejected", "unsubscribed", "", Meaning.UNSUBSCRIBED),
        ("complained", "spam", "", Meaning.COMPLAINED),
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


@pytest.mark.parametrize(
    ("event", "reason", "answer", "word", "meaning"),
    [
        ("bounced", "bounced", "", Word.HARD, Meaning.ADDRESS),
        ("bounced", "", "", Word.HARD, Meaning.ADDRESS),
        ("bounced", "blocked", "", Word.HARD, Meaning.REFUSED),
        ("bounced", "bounced", "", Word.LASTING, Meaning.REFUSED),
        ("bounced", "bounced", "server is down", Word.SOFT, Meaning.SOFT),
        ("bounced", "bounced", "552 mailbox full", Word.SOFT, Meaning.SOFT),
        ("bounced", "bounced", "550 5.1.1 unknown user", Word.SOFT, Meaning.ADDRESS),
        ("bounced", "bounced", "550 5.7.515 Access denied", Word.SOFT, Meaning.CONFIGURATION),
        ("bounced", "bounced", "550 5.7.515 Access denied", Word.HARD, Meaning.CONFIGURATION),
        ("bounced", "bounced", "550 Your IP is on our blacklist", Word.HARD, Meaning.REFUSED),
        ("bounced", "bounced", "452 4.2.2 full", Word.HARD, Meaning.SOFT),
        ("complained", "spam", "", Word.LASTING, Meaning.REFUSED),
        ("delivered", "", "", Word.HARD, Meaning.DELIVERED),
    ],
)
def test_the_servers_code_goes_before_the_providers_word(
    event: str, reason: str, answer: str, word: Word, meaning: Meaning
) -> None:
    assert meaning_of(event, reason=reason, answer=answer, word=word) is meaning
