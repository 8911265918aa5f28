"""What does an answer of a mail provider's interface mean, as Anymail raises it?

A letter has one recipient, so that what is refused is either that person or our own request.
"""

from http import HTTPStatus

import requests
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from urllib3.exceptions import NewConnectionError

from notifications.channels.contract import Ambiguous, Answer, Fault, Refused, Temporary
from notifications.channels.email.answers import FAULTS, meaning_of
from notifications.rules.mail_answers import Blame, Command, blame_of_interface, refuses_everybody, shown_code

# It gave up reading, or waiting for its own; or it knows the key, and has the message or is about to.
_UNKNOWN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT})
_PATIENCE = frozenset({HTTPStatus.TOO_MANY_REQUESTS, 420})  # the second is SparkPost's: its limit of a day or a month
# What Brevo answers with 400 to a key that it knows: https://developers.brevo.com/docs/heterogenous-versions-batch-emails
_KNOWN_KEY = "duplicate_parameter"
_NOT_TAKEN = frozenset({"failed", "invalid", "rejected"})  # Anymail raises for the last two alone


def meaning_of_api(error: Exception) -> Answer:
    """A definite no where the provider says so or was never reached; its own faults and silence are doubt."""
    text = " ".join(str(error).split())[:300]
    if isinstance(error, SoftTimeLimitExceeded):  # no answer: the task must end now
        raise error
    if isinstance(error, AnymailRecipientsRefused):
        return _of_recipient(error, text)
    if isinstance(error, AnymailAPIError):
        return _of_call(error, text)
    if isinstance(error, AnymailError | ImproperlyConfigured):  # before anything was sent
        return _refused(0, text, is_everybodys=isinstance(error, ImproperlyConfigured))
    return meaning_of(error, gave_data=True)


def refusal_in(message: EmailMessage) -> Answer | None:
    """Of a call that ended without a word of Anymail's: Mailjet refuses each message by itself, and Postmark's no about
    an address that it writes otherwise is nobody's status."""
    told = getattr(message, "anymail_status", None)
    response = getattr(told, "esp_response", None)
    is_no = getattr(response, "status_code", HTTPStatus.OK) >= HTTPStatus.BAD_REQUEST
    if is_no or _NOT_TAKEN.issuperset(getattr(told, "status", None) or {""}):
        return meaning_of_api(AnymailRecipientsRefused(email_message=message))
    return None


def _of_call(error: AnymailAPIError, text: str) -> Answer:
    status = error.status_code
    if status is None and _was_never_reached(error):
        return Temporary("unreachable", text, is_everybodys=True)
    if status is None or status in _UNKNOWN or not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Ambiguous(text)
    if status == HTTPStatus.BAD_REQUEST and _KNOWN_KEY in text:
        return Ambiguous(text)
    if status in _PATIENCE:
        return Temporary(str(status), text, is_everybodys=True)
    return _refused(status, text, is_everybodys=refuses_everybody(status))


def _refused(status: int, text: str, *, is_everybodys: bool) -> Refused:
    blame = blame_of_interface(status, text)
    is_ours = blame is Blame.CONFIGURATION
    code = shown_code(status, at=Command.INTERFACE if is_ours else Command.RECIPIENT)
    return Refused(FAULTS[blame], code, text, is_everybodys=is_everybodys and is_ours)


def _of_recipient(error: AnymailRecipientsRefused, text: str) -> Refused:
    """Mailjet says in the same way that it does not know our sender; what an error relates to tells whose it is.

    `rejected` may be the provider's own list, or its quarrel with the sender.
    """
    told = getattr(error.email_message, "anymail_status", None)
    found, response = getattr(told, "status", None), getattr(told, "esp_response", None)
    if found == {"invalid"}:
        return Refused(Fault.ADDRESS, "refused", text)
    if related := _related(response):
        return _refused(HTTPStatus.BAD_REQUEST, related, is_everybodys=False)
    if response is not None and found != {"rejected"}:
        return _refused(response.status_code, " ".join(response.text.split())[:300], is_everybodys=False)
    return Refused(Fault.RECIPIENT, "refused", text)


def _related(response: requests.Response | None) -> str:
    """The errors of one message as Mailjet lists them: https://dev.mailjet.com/email/guides/send-api-v31/"""
    if response is None:
        return ""
    try:
        (message,) = response.json()["Messages"]
        told = [f"{each.get('ErrorRelatedTo', '')} {each.get('ErrorMessage', '')}" for each in message["Errors"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    return " ".join(" ".join(told).split())[:300]


def _was_never_reached(error: AnymailAPIError) -> bool:
    cause = error.__cause__
    if isinstance(cause, requests.ConnectTimeout):
        return True
    inner = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    return isinstance(getattr(inner, "reason", None), NewConnectionError)
