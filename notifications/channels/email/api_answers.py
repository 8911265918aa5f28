"""What does an answer of a mail provider's interface mean, as Anymail raises it?"""

from http import HTTPStatus

import requests
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ImproperlyConfigured
from urllib3.exceptions import NewConnectionError

from notifications.channels.contract import Ambiguous, Answer, Fault, Refused, Temporary
from notifications.channels.email.answers import meaning_of

_EVERYBODYS = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
# It gave up reading, or waiting for its own; or it knows the key, and has the message or is about to.
_UNKNOWN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT})


def meaning_of_api(error: Exception) -> Answer:
    """A definite no where the provider says so or was never reached; its own faults and silence are doubt."""
    text = str(error)[:300]
    if isinstance(error, SoftTimeLimitExceeded):  # no answer: the task must end now
        raise error
    if isinstance(error, AnymailRecipientsRefused):
        return Refused(Fault.ADDRESS if _is_no_address(error) else Fault.RECIPIENT, "refused", text)
    if isinstance(error, AnymailAPIError):
        return _of_call(error, text)
    if isinstance(error, AnymailError | ImproperlyConfigured):  # before anything was sent
        return Refused(Fault.CONFIGURATION, type(error).__name__[:20], text)
    return meaning_of(error, gave_data=True)


def _of_call(error: AnymailAPIError, text: str) -> Answer:
    status = error.status_code
    if status is None and _was_never_reached(error):
        return Temporary("unreachable", text, is_everybodys=True)
    if status is None or status in _UNKNOWN or not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Ambiguous(text)
    if status in _EVERYBODYS:
        return Temporary(str(status), text, is_everybodys=True)
    too_big = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return Refused(Fault.MESSAGE if too_big else Fault.CONFIGURATION, str(status), text)


def _is_no_address(error: AnymailRecipientsRefused) -> bool:
    """`rejected` may be the provider's own list, or its quarrel with the sender."""
    status = getattr(error.email_message, "anymail_status", None)
    return getattr(status, "status", None) == {"invalid"}


def _was_never_reached(error: AnymailAPIError) -> bool:
    cause = error.__cause__
    if isinstance(cause, requests.ConnectTimeout):
        return True
    inner = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    return isinstance(getattr(inner, "reason", None), NewConnectionError)
