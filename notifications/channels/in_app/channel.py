"""How does a notice get into the product's own inbox?"""

from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError

from lifecycle.rules.verdicts import Verdict
from notifications.channels.contract import Accepted, Answer, Found, Outlet, Payload, Proof, Temporary
from notifications.models import InboxMessage


class InApp:
    """The outside is our own table, keyed by the idempotency key: twice is once, and a look-up always answers."""

    is_quiet_bound = False
    can_look_up = True
    proof = Proof.SEEN
    key_window: timedelta | None = timedelta.max
    route = ""
    max_bytes = 1_000_000

    def check_target(self, address: str) -> Verdict:
        """The inbox is the account's own: it needs no address."""
        del address
        return Verdict()

    def send(self, payload: Payload, *, timeout_s: float) -> Answer:
        del timeout_s
        try:
            InboxMessage.objects.bulk_create([_row(payload)], ignore_conflicts=True)
        except DatabaseError as problem:
            return Temporary("database", type(problem).__name__)
        return Accepted(str(payload.key))

    def resolve(self, key: UUID) -> Found:
        return Found.FOUND if InboxMessage.objects.filter(delivery_key=key).exists() else Found.ABSENT


def _row(payload: Payload) -> InboxMessage:
    return InboxMessage(
        delivery_key=payload.key,
        account_id=payload.account_id,
        notice_id=payload.notice_id,
        date_revision=payload.date_revision,
        subject=payload.subject,
        body_text=payload.text,
        locale=payload.locale,
        sent_at=payload.sent_at,
    )


CHANNEL: Outlet = InApp()
