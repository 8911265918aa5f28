"""What each provider calls soft ends mail to nobody, and a filter is no person who complains (notices 8, A13).

The payloads are those of the providers' documentation, cut to what is read.
"""

import json
from base64 import b64encode

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from notifications.api import Unbelieved, parse_events
from notifications.channels.email.provider_words import word_of
from notifications.rules.provider_events import Meaning, Word

LOGIN = "hook:not-a-secret"
OWNER = "owner@corner-shop.example"
Payload = dict[str, object]


def brevo(event: str, reason: str = "") -> Payload:
    return {"event": event, "email": OWNER, "message-id": "<m@x>", "ts_epoch": 1804161600000, "reason": reason}


def postmark(kind: str, details: str = "") -> Payload:
    return {"RecordType": "Bounce", "ID": 7, "Type": kind, "MessageID": "m", "Email": OWNER, "Details": details}


def mailjet(*, hard: bool, error: str) -> Payload:
    return {"event": "bounce", "time": 1804161600, "MessageID": 7, "email": OWNER, "hard_bounce": hard, "error": error}


def sparkpost(bounce_class: str, reason: str = "") -> Payload:
    told = {"type": "bounce", "bounce_class": bounce_class, "transmission_id": "m", "raw_rcpt_to": OWNER}
    return {"msys": {"message_event": told | {"timestamp": "1804161600", "raw_reason": reason}}}


@pytest.mark.parametrize(
    ("provider", "payload", "meaning"),
    [
        ("brevo", brevo("soft_bounce", "server is down"), Meaning.SOFT),
        ("brevo", brevo("hard_bounce"), Meaning.ADDRESS),
        ("brevo", brevo("hard_bounce", "550 5.7.26 unauthenticated"), Meaning.CONFIGURATION),
        ("brevo", brevo("invalid_email"), Meaning.ADDRESS),
        ("postmark", postmark("SoftBounce", "mailbox full"), Meaning.SOFT),
        ("postmark", postmark("HardBounce"), Meaning.ADDRESS),
        ("postmark", postmark("SpamNotification"), Meaning.REFUSED),
        ("postmark", postmark("SpamComplaint"), Meaning.COMPLAINED),
        ("mailjet", mailjet(hard=False, error="quota exceeded"), Meaning.SOFT),
        ("mailjet", mailjet(hard=True, error="user unknown"), Meaning.ADDRESS),
        ("mailjet", mailjet(hard=True, error="relay/access denied"), Meaning.REFUSED),
        ("sparkpost", sparkpost("22"), Meaning.SOFT),
        ("sparkpost", sparkpost("24"), Meaning.SOFT),
        ("sparkpost", sparkpost("70"), Meaning.SOFT),
        ("sparkpost", sparkpost("10"), Meaning.ADDRESS),
        ("sparkpost", sparkpost("51"), Meaning.REFUSED),
        ("sparkpost", sparkpost("52", "550 5.7.1 looks like spam"), Meaning.CONFIGURATION),
    ],
)
def test_a_providers_own_word_says_whether_it_may_pass(
    provider: str, payload: Payload, meaning: Meaning, settings: Settings
) -> None:
    settings.MAIL_HOOK_SECRETS = {provider: LOGIN}
    body = json.dumps([payload] if provider == "sparkpost" else payload)
    login = f"Basic {b64encode(LOGIN.encode()).decode()}"
    found = parse_events(
        "email", provider, RequestFactory().post("/", body, "application/json", HTTP_AUTHORIZATION=login)
    )
    assert not isinstance(found, Unbelieved), found
    assert [each.meaning for each in found] == [meaning]


@pytest.mark.parametrize(
    ("provider", "payload", "word"),
    [
        ("mailersend", {"type": "activity.soft_bounced", "data": {"type": "soft_bounced"}}, Word.SOFT),
        ("mailersend", {"type": "activity.hard_bounced", "data": {"type": "hard_bounced"}}, Word.HARD),
        ("mailgun", {"event-data": {"event": "failed", "severity": "permanent"}}, Word.LASTING),
        ("mailgun", {"event-data": {"event": "delivered"}}, Word.NONE),
        ("mailgun", {"event": "bounced"}, Word.NONE),
        ("mailjet", {"event": "sent"}, Word.NONE),
    ],
)
def test_signed_events_tell_it_too(provider: str, payload: Payload, word: Word) -> None:
    assert word_of(provider, payload) is word
