"""How does a notice leave as mail?"""

import contextlib
from datetime import timedelta
from email.utils import parseaddr
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.channels.contract import Accepted, Answer, Fault, Found, Outlet, Payload, Proof, Refused
from notifications.channels.email.answers import meaning_of
from notifications.channels.email.guard import may_leave_for
from notifications.channels.email.line import kept_line
from notifications.channels.email.mime import mailbox, message_bytes, wire_address
from notifications.channels.email.through_backend import KEYED_BACKENDS, send_through_backend
from notifications.rules.addresses import is_address

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
            return send_through_backend(payload, timeout_s, key_header=key_of_host()[0])
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
    """The header by which the mail server or provider knows a message again, and for how long.

    A provider is given each key, and relied on for it once the operator says so: what is in doubt may have left without
    one, by an older release or by another provider, and would be sent twice.
    """
    if settings.EMAIL_BACKEND != _PLAIN_SMTP:
        header, window = KEYED_BACKENDS.get(settings.EMAIL_BACKEND, ("", None))
        return header, window if getattr(settings, "EMAIL_KEYS_TRUSTED", False) else None
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


CHANNEL: Outlet = Email()
