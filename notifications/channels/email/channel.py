"""How does a notice leave as mail?"""

import contextlib
from datetime import timedelta
from email.headerregistry import Address
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.channels.contract import Accepted, Answer, Fault, Found, Outlet, Payload, Proof, Refused
from notifications.channels.email.answers import meaning_of
from notifications.channels.email.api_answers import meaning_of_api
from notifications.channels.email.guard import may_leave_for
from notifications.channels.email.line import kept_line
from notifications.channels.email.mime import calendar_method, mailbox, message_bytes, wire_address
from notifications.rules.addresses import header_text, is_address

_PLAIN_SMTP = "django.core.mail.backends.smtp.EmailBackend"
# https://resend.com/docs/send-with-smtp: a second message with the same key within a day is not sent.
KEYED_HOSTS: dict[str, tuple[str, timedelta | None]] = {
    "smtp.resend.com": ("Resend-Idempotency-Key", timedelta(hours=24)),
}


class Email:
    """One message to one recipient. A plain mail server cannot be asked later whether it took a message."""

    is_quiet_bound = True
    can_look_up = False
    proof = Proof.DELIVERED
    max_bytes = 10_000_000

    @property
    def key_window(self) -> timedelta | None:
        return key_of_host()[1]

    def check_target(self, address: str) -> Verdict:
        return Verdict() if is_address(address) else blocked("address", Reason.BROKEN_RULE, detail="not one mailbox")

    def send(self, payload: Payload, *, timeout_s: float) -> Answer:
        if not is_address(payload.address):
            return Refused(Fault.ADDRESS, "address", "not one mailbox that may stand in a header")
        if not may_leave_for(payload.address):
            return Refused(Fault.CONFIGURATION, "guard", "this environment may not write to that domain")
        if settings.EMAIL_BACKEND != _PLAIN_SMTP:
            return _send_through_backend(payload, timeout_s)
        try:
            recipient = wire_address(payload.address)
        except ValueError as error:
            return Refused(Fault.ADDRESS, "address", f"cannot be written to a mail server: {type(error).__name__}")
        return _send_by_smtp(payload, recipient, timeout_s)

    def resolve(self, key: UUID) -> Found:
        del key
        return Found.UNKNOWN


_sender = lru_cache(maxsize=8)(parseaddr)


def key_of_host() -> tuple[str, timedelta | None]:
    """The header by which the mail server knows a message again, and for how long."""
    if settings.EMAIL_BACKEND != _PLAIN_SMTP:
        return "", None
    known: dict[str, tuple[str, timedelta | None]] = {**KEYED_HOSTS, **getattr(settings, "EMAIL_KEYED_HOSTS", {})}
    return known.get(settings.EMAIL_HOST, ("", None))


def _send_by_smtp(payload: Payload, recipient: str, timeout_s: float) -> Answer:
    try:
        name, address = _sender(settings.DEFAULT_FROM_EMAIL)
        sender = wire_address(address)
        message = message_bytes(payload, mailbox(name, address), key_header=key_of_host()[0])
    except ValueError as error:  # the sender, or who is to get the answers
        return Refused(Fault.CONFIGURATION, "headers", f"cannot be written in a header: {error}"[:300])
    with kept_line() as line:
        try:
            line.hand_over(sender, recipient, message, timeout_s=timeout_s, coming=_announced(payload.coming))
        except Exception as error:
            return meaning_of(error, gave_data=line.gave_data)
    return Accepted()


def _announced(address: str) -> str:
    """Nobody is to whom no message would be sent."""
    if not (is_address(address) and may_leave_for(address)):
        return ""
    with contextlib.suppress(ValueError):
        return wire_address(address)
    return ""


def _send_through_backend(payload: Payload, timeout_s: float) -> Answer:
    """A provider's own backend, or the folder of the outbox."""
    try:
        message = _message(payload)
        if message.connection is not None and hasattr(message.connection, "timeout"):
            message.connection.timeout = timeout_s
        message.send()
    except Exception as error:
        return meaning_of_api(error)
    return Accepted(_ref(message))


def _message(payload: Payload) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=header_text(payload.subject),
        body=payload.text,
        to=[_mailbox(payload.name, payload.address)],
        reply_to=[_mailbox(payload.reply_to_name, payload.reply_to)] if is_address(payload.reply_to) else None,
        headers={
            "Message-ID": payload.message_id,
            "Date": format_datetime(payload.sent_at),
            "Content-Language": payload.locale,
            "Auto-Submitted": "auto-generated",
            **payload.headers,
        },
        connection=get_connection(),
    )
    message.attach_alternative(payload.html, "text/html")
    if payload.calendar:
        method = calendar_method(payload.calendar)
        message.attach_alternative(payload.calendar.decode(), f"text/calendar; method={method}")
    return message


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


CHANNEL: Outlet = Email()
