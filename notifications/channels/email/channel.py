"""How does a notice leave as mail?"""

import contextlib
from datetime import timedelta
from email.utils import parseaddr
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.channels.contract import Accepted, Answer, Coming, Fault, Found, Outlet, Payload, Proof, Refused
from notifications.channels.email.answers import meaning_of
from notifications.channels.email.guard import may_leave_for
from notifications.channels.email.line import kept_line
from notifications.channels.email.mime import mailbox, message_bytes, wire_address
from notifications.channels.email.route import PLAIN_SMTP, key_of_route, route_now
from notifications.channels.email.smtp import Pair
from notifications.channels.email.through_backend import send_through_backend
from notifications.rules.addresses import is_address
from notifications.rules.envelope_sender import envelope_sender


class Email:
    """One message to one recipient. A plain mail server cannot be asked later whether it took a message."""

    is_quiet_bound = True
    can_look_up = False
    proof = Proof.DELIVERED
    max_bytes = 10_000_000

    @property
    def key_window(self) -> timedelta | None:
        return key_of_route()[1]

    @property
    def route(self) -> str:
        return route_now()

    def check_target(self, address: str) -> Verdict:
        return Verdict() if is_address(address) else blocked("address", Reason.BROKEN_RULE, detail="not one mailbox")

    def send(self, payload: Payload, *, timeout_s: float) -> Answer:
        if not is_address(payload.address):
            return Refused(Fault.ADDRESS, "address", "not one mailbox that may stand in a header")
        if not may_leave_for(payload.address):
            return Refused(Fault.CONFIGURATION, "guard", "this environment may not write to that domain")
        if settings.EMAIL_BACKEND != PLAIN_SMTP:
            return send_through_backend(payload, timeout_s, key_header=key_of_route()[0])
        try:
            recipient = wire_address(payload.address)
        except ValueError as error:
            return Refused(Fault.ADDRESS, "address", f"cannot be written to a mail server: {type(error).__name__}")
        return _send_by_smtp(payload, recipient, timeout_s)

    def resolve(self, key: UUID) -> Found:
        del key
        return Found.UNKNOWN


_sender = lru_cache(maxsize=8)(parseaddr)
_envelope = lru_cache(maxsize=8)(envelope_sender)  # an announced letter's is asked for twice


def _send_by_smtp(payload: Payload, recipient: str, timeout_s: float) -> Answer:
    try:
        name, address = _sender(settings.DEFAULT_FROM_EMAIL)
        sender = wire_address(address)
        message = message_bytes(payload, mailbox(name, address), key_header=key_of_route()[0])
    except ValueError as error:  # the sender, or who is to get the answers
        return Refused(Fault.CONFIGURATION, "headers", f"cannot be written in a header: {error}"[:300])
    back_to, coming = _envelope_sender(payload.key, sender), _announced(payload.coming, sender)
    with kept_line() as line:
        try:
            line.hand_over(back_to, recipient, message, timeout_s=timeout_s, coming=coming)
        except Exception as error:
            return meaning_of(error, gave_data=line.gave_data)
    return Accepted()


def _envelope_sender(key: UUID, sender: str) -> str:
    """Who is told when it comes back: a mailbox of its own, where the operator has one for all of them."""
    mailbox = settings.EMAIL_BOUNCE_ADDRESS
    return _envelope(mailbox, key, key=settings.SECRET_KEY) if mailbox else sender


def _announced(coming: Coming | None, sender: str) -> Pair | None:
    """Nobody is to whom no message would be sent."""
    if coming is None or not (is_address(coming.address) and may_leave_for(coming.address)):
        return None
    with contextlib.suppress(ValueError):
        return _envelope_sender(coming.key, sender), wire_address(coming.address)
    return None


CHANNEL: Outlet = Email()
