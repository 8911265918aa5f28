"""What a provider's interface answers is a no, a no for now, or doubt (N86, A13)."""

import json
import re

import pytest
import requests
from anymail.exceptions import (
    AnymailInvalidAddress,
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
from notifications.rules.mail_answers import MAYBE_OURS_CODE, Blame, blame_kept, is_put_off
from tests.notifications.test_bytes_of_a_mail import ENGLISH, a_payload


def answered(status: int, told: str = "") -> AnymailRequestsAPIError:
    response = requests.Response()
    response.status_code, response._content = status, told.encode()
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


# As each of them writes it: of the recipient, then of the sender or the request.
OF_RECIPIENT = (
    (400, '{"code": "invalid_parameter", "message": "email is not valid in to"}'),
    (400, """{"message": "'to' parameter is not a valid address. please check documentation"}"""),
    (422, '{"message": "The to.0.email must be a valid email address.", "errors": {"to.0.email": ["no"]}}'),
    (422, '{"name": "validation_error", "message": "Invalid `to` field. The email address needs to follow"}'),
    (400, '{"errors": [{"description": "recipient address suppressed due to customer policy", "code": "1902"}]}'),
)
OF_US = (
    (400, '{"code": "invalid_parameter", "message": "sender is not valid"}'),
    (400, """{"message": "'from' parameter is not a valid address. please check documentation"}"""),
    (422, '{"message": "The from.email domain must be verified.", "errors": {"from.email": ["no"], "to.0.email": []}}'),
    (422, '{"name": "missing_required_field", "message": "Missing `subject` field."}'),
    (400, "Sandbox subdomains are for test purposes only. Please add the address to authorized recipients."),
    (403, '{"message": "You can only send testing emails to your own email address (`to`)."}'),
    (401, '{"message": "Key not found"}'),
    (402, '{"code": "not_enough_credits"}'),
)


@pytest.mark.parametrize(("status", "told"), OF_RECIPIENT)
def test_what_is_said_of_the_recipient_alone_is_that_letters_refusal(status: int, told: str) -> None:
    answer = meaning_of_api(answered(status, told))
    assert isinstance(answer, Refused)
    assert (answer.fault, answer.code, answer.is_everybodys) == (Fault.RECIPIENT, str(status), False)
    assert blame_kept(answer.code, answer.text, is_bounced=True) is not Blame.CONFIGURATION


@pytest.mark.parametrize(("status", "told"), OF_US)
def test_what_is_said_of_our_request_is_kept_so_that_it_halts_the_mailing(status: int, told: str) -> None:
    """notices case 11"""
    answer = meaning_of_api(answered(status, told))
    assert isinstance(answer, Refused)
    assert (answer.fault, answer.code) == (Fault.CONFIGURATION, f"{status} API")
    assert answer.is_everybodys == (status in {401, 402, 403})
    assert re.search(MAYBE_OURS_CODE, answer.code)
    assert blame_kept(answer.code, answer.text, is_bounced=False) is Blame.CONFIGURATION


@pytest.mark.parametrize(("related", "fault"), [("From", Fault.CONFIGURATION), ("To", Fault.RECIPIENT)])
def test_mailjet_says_by_what_an_error_relates_to_whose_it_is(related: str, fault: Fault) -> None:
    refusal, response = refused("failed"), requests.Response()
    errors = [{"ErrorCode": "send-0008", "ErrorMessage": "no", "ErrorRelatedTo": [related]}]
    response._content = json.dumps({"Messages": [{"Status": "error", "Errors": errors}]}).encode()
    assert refusal.email_message is not None
    refusal.email_message.anymail_status.esp_response = response
    answer = meaning_of_api(refusal)
    assert isinstance(answer, Refused)
    assert answer.fault is fault


@pytest.mark.parametrize("told", [b"", b"[]", b"{}", b'{"Messages": []}'])
def test_who_lists_no_errors_of_a_message_speaks_of_the_recipient(told: bytes) -> None:
    refusal, response = refused("rejected"), requests.Response()
    response._content = told
    assert refusal.email_message is not None
    refusal.email_message.anymail_status.esp_response = response
    assert meaning_of_api(refusal) == Refused(Fault.RECIPIENT, "refused", str(refusal))


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (AnymailInvalidAddress("Invalid email address 'a' parsed from 'a' in `to`."), Fault.RECIPIENT),
        (AnymailInvalidAddress("Invalid email address 'a' parsed from 'a' in `from_email`."), Fault.CONFIGURATION),
    ],
)
def test_an_address_that_anymail_cannot_read_is_blamed_on_whose_it_is(error: Exception, fault: Fault) -> None:
    answer = meaning_of_api(error)
    assert isinstance(answer, Refused)
    assert (answer.fault, answer.is_everybodys) == (fault, False)


def test_a_key_that_is_not_set_is_everybodys(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.EMAIL_ALLOWED_DOMAINS, settings.ANYMAIL = ["x.example"], {}
    answer = Email().send(a_payload(ENGLISH, address="a@x.example"), timeout_s=1)
    assert isinstance(answer, Refused)
    assert (answer.fault, answer.code, answer.is_everybodys) == (Fault.CONFIGURATION, "0 API", True)


@pytest.mark.parametrize("status", [429, 420])
def test_a_provider_that_asks_for_patience_is_everybodys_pause(status: int) -> None:
    """SparkPost answers 420 when the day's letters are used up: no mailing is to blame, nor one mailbox."""
    answer = meaning_of_api(answered(status))
    assert isinstance(answer, Temporary)
    assert answer.is_everybodys
    assert not is_put_off(answer.code, answer.text)


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
