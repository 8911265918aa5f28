"""A provider's interface refuses one message, and its library raises nothing: it was not taken over (A13, N86, P1).

notices 8, notices case 11
"""

import json
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from notifications.api import deliver_due
from notifications.channels.contract import Accepted, Answer, Fault, Refused
from notifications.channels.email.channel import Email
from notifications.models import Delivery, DeskTask, SendRun
from notifications.rules.statuses import DeliveryStatus
from tests.notifications.channels.receiver import Receiver, receiving
from tests.notifications.test_bytes_of_a_mail import ENGLISH, a_payload
from tests.notifications.test_whose_fault import approved_letter

NOT_OURS = {"ErrorMessage": '"us@x.example" is not an authorized sender email address', "ErrorRelatedTo": ["From"]}
NOBODY = {"ErrorMessage": '"sender@x.example" is an invalid email address.', "ErrorRelatedTo": ["To[0].Email"]}


@pytest.fixture
def provider(settings: Settings) -> Iterator[Receiver]:
    """Mailjet, unless a test says Postmark."""
    settings.EMAIL_BACKEND = "anymail.backends.mailjet.EmailBackend"
    settings.EMAIL_ALLOWED_DOMAINS = ["x.example", "acme.example", "corner-shop.example"]
    with receiving() as found:
        found.headers = {"Content-Type": "application/json"}
        told = {"API_KEY": "not-a-secret", "SECRET_KEY": "s", "SERVER_TOKEN": "t", "API_URL": found.url}
        settings.ANYMAIL = {f"{name}_{key}": value for name in ("MAILJET", "POSTMARK") for key, value in told.items()}
        yield found


def mailjet_refuses(provider: Receiver, **error: object) -> None:
    told = {"Messages": [{"Status": "error", "Errors": [{"ErrorCode": "1", "StatusCode": 400, **error}]}]}
    provider.status, provider.body = 400, json.dumps(told).encode()


def answer() -> Answer:
    return Email().send(a_payload(ENGLISH, address="a@x.example"), timeout_s=5)


@pytest.mark.parametrize(
    ("error", "fault", "code"), [(NOT_OURS, Fault.CONFIGURATION, "400 API"), (NOBODY, Fault.RECIPIENT, "400")]
)
def test_what_mailjet_refuses_by_itself_is_no_message_of_its(
    provider: Receiver, error: dict[str, object], fault: Fault, code: str
) -> None:
    mailjet_refuses(provider, **error)
    found = answer()
    assert isinstance(found, Refused)
    assert (found.fault, found.code, found.is_everybodys) == (fault, code, False)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Invalid 'To' address: 'a@x.example'.", Fault.ADDRESS),
        ("Invalid 'To' address: 'Zoe <a@x.example>'.", Fault.RECIPIENT),
        ("Error parsing 'To': Illegal email domain 'x.example'.", Fault.RECIPIENT),
    ],
)
def test_what_postmark_writes_otherwise_is_refused_all_the_same(
    provider: Receiver, settings: Settings, words: str, fault: Fault
) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    provider.status, provider.body = 422, json.dumps({"ErrorCode": 300, "Message": words}).encode()
    found = answer()
    assert isinstance(found, Refused)
    assert found.fault is fault


def test_what_it_takes_over_is_taken(provider: Receiver) -> None:
    to = {"Email": "a@x.example", "MessageUUID": "u", "MessageID": 7, "MessageHref": "h"}
    provider.body = json.dumps({"Messages": [{"Status": "success", "To": [to]}]}).encode()
    assert answer() == Accepted("7")


@pytest.mark.django_db
def test_a_sender_that_is_not_known_halts_the_mailing(provider: Receiver) -> None:
    letter = approved_letter()
    mailjet_refuses(provider, **NOT_OURS)
    for _ in range(2):
        deliver_due(now=letter.due_at)
    run = SendRun.objects.get(touchpoints=letter)
    assert (run.status, run.halt_reason) == ("halted", "configuration")
    assert not Delivery.objects.filter(channel="email", accepted_at__isnull=False).exists()


@pytest.mark.django_db
def test_one_wrong_address_is_that_letters_own(provider: Receiver) -> None:
    letter = approved_letter()
    mailjet_refuses(provider, **NOBODY)
    for _ in range(2):
        deliver_due(now=letter.due_at)
    assert set(Delivery.objects.filter(channel="email").values_list("status", flat=True)) == {
        DeliveryStatus.HARD_BOUNCED
    }
    assert SendRun.objects.get(touchpoints=letter).status != "halted"
    assert DeskTask.objects.filter(kind="find_contact").exists()
