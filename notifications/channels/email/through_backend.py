"""How does a notice leave through a mail provider's own interface, and how is it known again there?"""

from datetime import timedelta
from email.headerregistry import Address
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from notifications.channels.contract import Accepted, Answer, Payload
from notifications.channels.email.api_answers import meaning_of_api, refusal_in
from notifications.channels.email.mime import calendar_method
from notifications.rules.addresses import header_text, is_address

INTERFACE = "anymail.backends."
_BACKEND = (INTERFACE + "{}.EmailBackend").format
# By which header a second message is known and not sent, and for how long. Brevo has said 15 minutes and 30.
KEYED_BACKENDS: dict[str, tuple[str, timedelta | None]] = {
    _BACKEND("brevo"): ("idempotencyKey", timedelta(minutes=15)),
    _BACKEND("resend"): ("Idempotency-Key", timedelta(hours=24)),
}
_KEYED_BY_US = {_BACKEND("resend"): "notifications.channels.email.resend.EmailBackend"}
# Whose events bring back what a message was sent with: so they find it even when the call was never answered.
_GIVING_BACK = frozenset(map(_BACKEND, ("brevo", "mailgun", "mailjet", "postmark", "sparkpost")))
_INTERFACES = "anymail."
GIVEN_BACK, _LONGEST_GIVEN_BACK = "notice", 80  # characters; Postmark takes no more


def send_through_backend(payload: Payload, timeout_s: float, *, key_header: str = "") -> Answer:
    """A provider's own backend, or the folder of the outbox."""
    try:
        message = _message(payload, key_header)
        if message.connection is not None and hasattr(message.connection, "timeout"):
            message.connection.timeout = timeout_s
        message.send()
    except Exception as error:
        return meaning_of_api(error)
    return refusal_in(message) or Accepted(_ref(message))


def _message(payload: Payload, key_header: str) -> EmailMultiAlternatives:
    """With a key the provider sets the date: whoever compares what comes under one key finds the same to the byte."""
    own = {key_header: str(payload.key)} if key_header else {"Date": format_datetime(payload.sent_at)}
    message = EmailMultiAlternatives(
        subject=header_text(payload.subject),
        body=payload.text,
        to=[_mailbox(payload.name, payload.address)],
        reply_to=[_mailbox(payload.reply_to_name, payload.reply_to)] if is_address(payload.reply_to) else None,
        headers={
            "Message-ID": payload.message_id,
            "Content-Language": payload.locale,
            "Auto-Submitted": "auto-generated",
            **own,
            **payload.headers,
        },
        connection=get_connection(_KEYED_BY_US.get(settings.EMAIL_BACKEND)),
    )
    if settings.EMAIL_BACKEND in _GIVING_BACK and len(payload.message_id) <= _LONGEST_GIVEN_BACK:
        message.metadata = {GIVEN_BACK: payload.message_id}  # type: ignore[attr-defined] # Anymail's own
    message.attach_alternative(payload.html, "text/html")
    if payload.calendar:
        _invite(message, payload.calendar)
    return message


def _invite(message: EmailMultiAlternatives, calendar: bytes) -> None:
    """A part beside the words; interfaces have no place for one, and take a file, which says its method itself."""
    if settings.EMAIL_BACKEND.startswith(_INTERFACES):
        message.attach("invite.ics", calendar.decode(), "text/calendar")
    else:
        message.attach_alternative(calendar.decode(), f"text/calendar; method={calendar_method(calendar)}")


def _mailbox(name: str, address: str) -> str:
    local, _, domain = address.rpartition("@")
    try:
        return str(Address(header_text(name, longest=100), username=local, domain=domain))
    except (ValueError, IndexError):  # an address that the header registry cannot quote stands alone
        return address


def _ref(message: EmailMultiAlternatives) -> str:
    """Anymail's providers name the message themselves."""
    status = getattr(message, "anymail_status", None)
    return str(getattr(status, "message_id", None) or "")[:200]
