"""What a provider's interface may have taken is known there by its key, and to us by what its events bring back (A13).

notices case 9, notices 4
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import RequestFactory
from pytest_django import Settings

from notifications.api import Unbelieved, apply_events, deliver_due, parse_events, receive_events
from notifications.channels.contract import Accepted, Ambiguous
from notifications.channels.email.channel import Email
from notifications.models import Delivery, Touchpoint
from notifications.rules.provider_events import Meaning, ProviderEvent
from notifications.rules.statuses import DeliveryStatus
from tests.cast import corner_shop
from tests.notifications.channels.receiver import Receiver, receiving
from tests.notifications.scenes import announced
from tests.notifications.test_bytes_of_a_mail import ENGLISH, a_payload

LOGIN = "hook:not-a-secret"
LATER = timedelta(hours=1)
INVITE = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Отчёты\r\nEND:VCALENDAR\r\n".encode()


@pytest.fixture
def provider(settings: Settings) -> Iterator[Receiver]:
    """Brevo, unless a test says Resend."""
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.EMAIL_ALLOWED_DOMAINS = ["x.example", "corner-shop.example"]
    settings.MAIL_HOOK_SECRETS = {"brevo": LOGIN}
    with receiving() as found:
        settings.ANYMAIL = {
            f"{name}_{setting}": value
            for name in ("BREVO", "RESEND")
            for setting, value in (("API_KEY", "not-a-secret"), ("API_URL", found.url))
        }
        yield found


def test_brevo_is_given_the_key_and_our_name_for_the_message(provider: Receiver) -> None:
    payload = a_payload(ENGLISH, address="a@x.example")
    assert Email().key_window == timedelta(minutes=15)
    assert Email().send(payload, timeout_s=3) == Accepted()
    headers = json.loads(provider.came[0].body)["headers"]
    assert headers["idempotencyKey"] == str(payload.key)
    assert json.loads(headers["X-Mailin-custom"]) == {"notice": payload.message_id}


def test_resend_is_given_the_key_in_the_call_and_the_same_bytes_whenever_it_is_asked(
    provider: Receiver, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.resend.EmailBackend"
    assert Email().key_window == timedelta(hours=24)
    payload = a_payload(ENGLISH, address="a@x.example")
    again = a_payload(ENGLISH, address="a@x.example", sent_at=payload.sent_at + LATER)
    answers = [Email().send(each, timeout_s=3) for each in (payload, again)]
    assert all(isinstance(each, Ambiguous) for each in answers)  # it answered nothing that can be read
    assert [each.headers["idempotency-key"] for each in provider.came] == [str(payload.key)] * 2
    assert provider.came[0].body == provider.came[1].body
    assert b"Idempotency-Key" not in provider.came[0].body


def test_a_provider_without_keys_is_given_none(provider: Receiver, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
    assert Email().key_window is None
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_API_URL": provider.url}
    Email().send(a_payload(ENGLISH, address="a@x.example"), timeout_s=3)
    told = json.loads(provider.came[0].body)
    assert told["Metadata"] == {"notice": "<7@s.example>"}
    assert "Date" in {each["Name"] for each in told["Headers"]}


@pytest.mark.parametrize("name", ["brevo", "resend", "postmark", "mailjet", "mailgun", "sparkpost", "mailersend"])
def test_an_invite_leaves_through_every_interface_as_a_file(provider: Receiver, settings: Settings, name: str) -> None:
    """A10: none of them takes a part of its own kind, and Resend no kind with a method."""
    settings.EMAIL_BACKEND = f"anymail.backends.{name}.EmailBackend"
    login = dict.fromkeys(("API_KEY", "API_TOKEN", "SERVER_TOKEN", "SECRET_KEY"), "not-a-secret")
    settings.ANYMAIL = {f"{name.upper()}_{key}": value for key, value in {**login, "API_URL": provider.url}.items()}
    Email().send(a_payload(ENGLISH, address="a@x.example", calendar=INVITE), timeout_s=3)
    (call,) = provider.came
    assert INVITE in call.body or b64encode(INVITE) in call.body
    assert b"invite.ics" in call.body
    assert b"text/calendar" in call.body or name in {"brevo", "mailersend"}  # which go by the name of the file
    assert b"method=" not in call.body


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_in_the_outbox_an_invite_is_a_part_that_says_its_method(settings: Settings, method: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_ALLOWED_DOMAINS = ["x.example"]
    invite = INVITE.replace(b"REQUEST", method.encode())
    Email().send(a_payload(ENGLISH, address="a@x.example", calendar=invite), timeout_s=3)
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert message.alternatives[1] == (invite.decode(), f"text/calendar; method={method}")
    assert not message.attachments


@pytest.mark.parametrize("custom", ["[]", '"a"', "null", "{}"])
@pytest.mark.usefixtures("provider")
def test_what_comes_back_of_others_is_known_by_the_providers_name(custom: str) -> None:
    (event,) = told("delivered", custom)
    assert event.ref == "of-the-provider"


def told(event: str, custom: str) -> tuple[ProviderEvent, ...]:
    posted = {"event": event, "message-id": "of-the-provider", "email": "a@x.example", "X-Mailin-custom": custom}
    login = f"Basic {b64encode(LOGIN.encode()).decode()}"
    call = RequestFactory().post("/", json.dumps(posted), "application/json", HTTP_AUTHORIZATION=login)
    found = parse_events("email", "brevo", call)
    assert not isinstance(found, Unbelieved), found
    return found


@pytest.mark.django_db
def test_a_call_that_was_never_answered_is_asked_again_under_its_key_and_settled_by_an_event(
    provider: Receiver,
) -> None:
    """Notices case 9: inside the window the same key; past it nobody tries; what the provider tells ends the doubt."""
    announced(corner_shop())
    now = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    provider.status = 504
    deliver_due(now=now)
    letter = Delivery.objects.get(channel="email")
    assert letter.status == DeliveryStatus.READY
    deliver_due(now=letter.not_before)
    first, again = (json.loads(each.body)["headers"] for each in provider.came)
    assert first["idempotencyKey"] == again["idempotencyKey"] == str(letter.uuid)
    provider.status = 200
    deliver_due(now=now + timedelta(minutes=16))
    letter.refresh_from_db()
    assert (letter.status, len(provider.came)) == (DeliveryStatus.UNCERTAIN, 2)
    events = told("delivered", json.dumps({"notice": letter.message_id}))
    assert [each.meaning for each in events] == [Meaning.DELIVERED]
    receive_events(provider="brevo", events=events, now=now + LATER)
    assert apply_events(now=now + LATER) == 1
    letter.refresh_from_db()
    assert letter.status == DeliveryStatus.DELIVERED
