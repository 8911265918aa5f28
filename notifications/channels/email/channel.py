"""How does a notice leave as mail?"""

import contextlib
from datetime import timedelta
from email.headerregistry import Address
from email.utils import format_datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.channels.contract import Accepted, Answer, Fault, Found, Outlet, Payload, Proof, Refused
from notifications.channels.email.answers import meaning_of
from notifications.channels.email.smtp import NotingBackend
from notifications.rules.addresses import header_text, is_address

_PLAIN_SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Email:
    """One message to one recipient. A plain mail server cannot be asked later whether it took a message."""

    is_quiet_bound = True
    can_look_up = False
    proof = Proof.DELIVERED
    key_window: timedelta | None = None
    max_bytes = 10_000_000

    def check_target(self, address: str) -> Verdict:
        return Verdict() if is_address(address) else blocked("address", Reason.BROKEN_RULE, detail="not one mailbox")

    def send(self, payload: Payload, *, timeout_s: float) -> Answer:
        if not is_address(payload.address):
            return Refused(Fault.ADDRESS, "address", "not one mailbox that may stand in a header")
        connection = _connection(timeout_s)
        try:
            connection.open()
            message = _message(payload, connection)
            message.send()
        except Exception as error:
            return meaning_of(error, gave_data=_gave_data(connection))
        finally:
            with contextlib.suppress(Exception):
                connection.close()
        return Accepted(_ref(message))

    def resolve(self, key: UUID) -> Found:
        del key
        return Found.UNKNOWN


def _connection(timeout_s: float) -> BaseEmailBackend:
    if settings.EMAIL_BACKEND == _PLAIN_SMTP:
        return NotingBackend(timeout=max(1, int(timeout_s)))
    return get_connection()


def _gave_data(connection: BaseEmailBackend) -> bool:
    return connection.gave_data if isinstance(connection, NotingBackend) else True


def _message(payload: Payload, connection: BaseEmailBackend) -> EmailMultiAlternatives:
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
        connection=connection,
    )
    message.attach_alternative(payload.html, "text/html")
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
