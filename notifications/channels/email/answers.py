"""What does a mail server's answer mean: taken, never, later, or nobody knows?"""

import re
import smtplib

from celery.exceptions import SoftTimeLimitExceeded

from notifications.channels.contract import Ambiguous, Answer, Fault, Refused, Temporary

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CONFIGURATION_CODES = frozenset({530, 535, 538})
_NO_TRANSACTION = 554  # at a recipient it is about the recipient

_FAULTS = {"1": Fault.ADDRESS, "7": Fault.CONFIGURATION}


def meaning_of(error: Exception, *, gave_data: bool) -> Answer:
    """A definite no only where the protocol gives one: an answer code, or a break before the data were given."""
    if isinstance(error, SoftTimeLimitExceeded):  # no answer: the task must end now
        raise error
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (0, b""))
        return _coded(code, _text(text), of_address=True)
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
    return _coded(code, text, of_address=False)


def _coded(code: int, text: str, *, of_address: bool) -> Answer:
    shown, found = str(code), _ENHANCED.search(text)
    if 400 <= code < 500:
        return Temporary(shown, text)
    if found:  # 7 is the sender's policy: the address is not to blame
        return Refused(_FAULTS.get(found[2], Fault.MESSAGE), shown, text)
    if code in _CONFIGURATION_CODES or (code == _NO_TRANSACTION and not of_address):
        return Refused(Fault.CONFIGURATION, shown, text)
    return Refused(Fault.ADDRESS if of_address else Fault.MESSAGE, shown, text)


def _text(raw: bytes | str) -> str:
    return (raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw)[:300]
