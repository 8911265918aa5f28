"""A mail server's answer is a lasting no, a no for now, or doubt; whose fault it is decides what follows (N86)."""

import smtplib
import ssl

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from notifications.channels.contract import Ambiguous, Answer, Fault, Refused, Temporary
from notifications.channels.email.answers import meaning_of
from notifications.rules.backoff import SEND_TIMEOUT_S
from notifications.tasks import DELIVER_WITHIN_S


def refused(code: int, text: str) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"a@x.example": (code, text.encode())})


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (refused(550, "5.1.1 unknown"), Fault.ADDRESS),
        (refused(550, "no such user"), Fault.RECIPIENT),
        (refused(550, "5.1.8 sender address rejected"), Fault.CONFIGURATION),
        (refused(554, "Client host [203.5.1.17] blocked"), Fault.RECIPIENT),
        (refused(550, "5.7.515 not authenticated"), Fault.CONFIGURATION),
        (smtplib.SMTPDataError(554, b"5.7.26 sender policy"), Fault.CONFIGURATION),
        (smtplib.SMTPDataError(552, b"too big"), Fault.MESSAGE),
        (refused(554, "5.1.1 unknown"), Fault.ADDRESS),
        (refused(554, "no such user"), Fault.RECIPIENT),
        (smtplib.SMTPSenderRefused(550, b"5.1.1 unknown", "me@x.example"), Fault.CONFIGURATION),
        (smtplib.SMTPSenderRefused(550, b"5.1.8 bad outbound sender", "me@x.example"), Fault.CONFIGURATION),
        (smtplib.SMTPSenderRefused(554, b"transaction failed", "me@x.example"), Fault.CONFIGURATION),
        (smtplib.SMTPSenderRefused(530, b"authenticate first", "me@x.example"), Fault.CONFIGURATION),
        (smtplib.SMTPDataError(554, b"5.6.0 malformed"), Fault.MESSAGE),
    ],
)
def test_a_lasting_no_names_whose_fault_it_is(error: Exception, fault: Fault) -> None:
    answer = meaning_of(error, gave_data=True)
    assert isinstance(answer, Refused)
    assert answer.fault is fault
    is_of_sender = isinstance(error, smtplib.SMTPSenderRefused)
    assert answer.code.endswith(" MAIL FROM") is is_of_sender  # what it was said to is kept with it


@pytest.mark.parametrize(
    "error",
    [
        refused(450, "4.2.1 try later"),
        refused(552, "5.2.2 mailbox full"),
        smtplib.SMTPDataError(451, b"4.3.0 later"),
        smtplib.SMTPSenderRefused(421, b"busy", "me@x.example"),
        smtplib.SMTPConnectError(421, b"too many"),
    ],
)
def test_a_code_of_four_hundred_or_a_full_mailbox_is_a_no_for_now(error: Exception) -> None:
    assert isinstance(meaning_of(error, gave_data=True), Temporary)


@pytest.mark.parametrize(
    "error",
    [
        ssl.SSLCertVerificationError("certificate has expired"),
        smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPAuthenticationError(454, b"4.7.0 temporary failure"),
        smtplib.SMTPConnectError(554, b"no SMTP service here"),
        smtplib.SMTPHeloError(550, b"who are you"),
    ],
)
def test_no_letter_is_to_blame_when_the_door_does_not_open(error: Exception) -> None:
    """notices case 10, notices case 11"""
    answer = meaning_of(error, gave_data=False)
    assert isinstance(answer, Temporary)
    assert answer.is_everybodys


@pytest.mark.parametrize(
    ("error", "gave_data", "expected"),
    [
        (ConnectionRefusedError(111, "refused"), False, Temporary),
        (TimeoutError("timed out"), False, Temporary),
        (smtplib.SMTPServerDisconnected("gone"), False, Temporary),
        (smtplib.SMTPServerDisconnected("gone"), True, Ambiguous),
        (TimeoutError("timed out"), True, Ambiguous),
        (ssl.SSLEOFError("cut"), True, Ambiguous),
        (smtplib.SMTPDataError(-1, b"nonsense"), True, Ambiguous),
        (RuntimeError("a fault of ours"), False, Ambiguous),
    ],
)
def test_silence_is_a_no_only_before_the_data(error: Exception, gave_data: bool, expected: type[Answer]) -> None:
    assert isinstance(meaning_of(error, gave_data=gave_data), expected)


def test_a_task_whose_time_is_over_ends_instead_of_being_an_answer() -> None:
    with pytest.raises(SoftTimeLimitExceeded):
        meaning_of(SoftTimeLimitExceeded(), gave_data=False)


def test_a_round_ends_before_its_task_does() -> None:
    """S14: one send that begins at the last moment still ends and is marked."""
    assert DELIVER_WITHIN_S + SEND_TIMEOUT_S + 1 <= settings.CELERY_TASK_SOFT_TIME_LIMIT
