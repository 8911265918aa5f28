"""What does a mail server's answer mean: taken, never, later, or nobody knows?"""

import smtplib

from celery.exceptions import SoftTimeLimitExceeded

from notifications.channels.contract import Ambiguous, Answer, Fault, Refused, Temporary
from notifications.rules.mail_answers import Blame, Command, blame, shown_code

FAULTS = {
    Blame.ADDRESS: Fault.ADDRESS,
    Blame.CONFIGURATION: Fault.CONFIGURATION,
    Blame.RECIPIENT: Fault.RECIPIENT,
    Blame.LETTER: Fault.MESSAGE,
}


def meaning_of(error: Exception, *, gave_data: bool) -> Answer:
    """A definite no only where the protocol gives one: an answer code, or a break before the data were given."""
    if isinstance(error, SoftTimeLimitExceeded):  # no answer: the task must end now
        raise error
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (0, b""))
        return _coded(code, _text(text), Command.RECIPIENT)
    if isinstance(error, smtplib.SMTPResponseException) and 400 <= error.smtp_code < 600:
        return _answered(error)
    is_before = isinstance(error, OSError) and not gave_data  # refused, timed out, no TLS, hung up: nothing was given
    if is_before or isinstance(error, smtplib.SMTPNotSupportedError):
        return Temporary(type(error).__name__, str(error)[:300], is_everybodys=True)
    if isinstance(error, ValueError) and not gave_data:  # words of ours that cannot be said on the wire
        return Refused(Fault.CONFIGURATION, type(error).__name__, str(error)[:300])
    return Ambiguous(f"{type(error).__name__}: {error}"[:300])


def _answered(error: smtplib.SMTPResponseException) -> Answer:
    code, text = error.smtp_code, _text(error.smtp_error)
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return Temporary(str(code), text, is_everybodys=True)
    return _coded(code, text, Command.SENDER if isinstance(error, smtplib.SMTPSenderRefused) else Command.DATA)


def _coded(code: int, text: str, at: Command) -> Answer:
    found = blame(code, text, at=at)
    if found is Blame.HOUR:
        return Temporary(str(code), text)
    return Refused(FAULTS[found], shown_code(code, at=at), text)


def _text(raw: bytes | str) -> str:
    return (raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw)[:300]
