"""What a provider's interface answers is a no, a no for now, or doubt (N86, A13)."""

import pytest
import requests
from anymail.exceptions import (
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
    AnymailSerializationError,
)
from anymail.message import AnymailMessage, AnymailRecipientStatus
from celery.exceptions import SoftTimeLimitExceeded
from pytest_django import Settings

from notifications.channels.contract import Ambiguous, Fault, Refused, Temporary
from notifications.channels.email.api_answers import meaning_of_api
from notifications.channels.email.channel import Email
from tests.notifications.test_bytes_of_a_mail import ENGLISH, a_payload


def answered(status: int) -> AnymailRequestsAPIError:
    response = requests.Response()
    response.status_code = status
    return AnymailRequestsAPIError("no", response=response)


def refused(status: str) -> AnymailRecipientsRefused:
    message = AnymailMessage(to=["a@x.example"])
    message.anymail_status.set_recipient_status({"a@x.example": AnymailRecipientStatus(None, status)})
    return AnymailRecipientsRefused(email_message=message)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (refused("invalid"), Fault.ADDRESS),
        (refused("rejected"), Fault.RECIPIENT),
        (AnymailRecipientsRefused(), Fault.RECIPIENT),
        (answered(422), Fault.CONFIGURATION),
        (answered(413), Fault.MESSAGE),
        (AnymailSerializationError("a date"), Fault.CONFIGURATION),
    ],
)
def test_what_is_refused_is_no_doubt(error: Exception, fault: Fault) -> None:
    answer = meaning_of_api(error)
    assert isinstance(answer, Refused)
    assert answer.fault is fault


@pytest.mark.parametrize("status", [429, 401, 403])
def test_a_provider_that_takes_nothing_now_is_everybodys_pause(status: int) -> None:
    answer = meaning_of_api(answered(status))
    assert isinstance(answer, Temporary)
    assert answer.is_everybodys


@pytest.mark.parametrize(
    "error",
    [*map(answered, (502, 408, 409, 200)), AnymailRequestsAPIError("timed out"), RuntimeError("ours")],
)
def test_its_own_faults_and_silence_are_doubt(error: Exception) -> None:
    assert isinstance(meaning_of_api(error), Ambiguous)


def test_a_task_whose_time_is_over_ends() -> None:
    with pytest.raises(SoftTimeLimitExceeded):
        meaning_of_api(SoftTimeLimitExceeded())


def test_a_provider_that_was_never_reached_took_nothing(settings: Settings) -> None:
    """notices case 10"""
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.EMAIL_ALLOWED_DOMAINS = ["x.example"]
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_API_URL": "http://127.0.0.1:9/"}
    answer = Email().send(a_payload(ENGLISH, address="a@x.example"), timeout_s=1)
    assert isinstance(answer, Temporary), answer
    assert answer.is_everybodys
