"""Which events did customers' programs hear, and is one of them passed on once more?"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lifecycle.api import BadInput, Refused, record, ring
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.models import EventCopy
from notifications.rules.copies import CopyStatus, EndpointStatus

__all__ = ["EventCopy", "replay_event", "replay_verdict", "webhook_event", "webhook_events"]
_SHOWN, _PART = 50, 1_000
_UNDER_WAY = (CopyStatus.READY, CopyStatus.SENDING)


def webhook_events(*, account_key: str = "", limit: int | None = _SHOWN) -> Iterator[EventCopy]:
    """The latest, newest first, of one account or of all; every one for `limit` None. In parts, without bodies."""
    rows = EventCopy.objects.filter(endpoint__isnull=False).select_related("account").defer("body")
    return (rows.filter(account__key=account_key) if account_key else rows)[:limit].iterator(_PART)


def webhook_event(uuid: UUID) -> EventCopy | None:
    rows = EventCopy.objects.filter(endpoint__isnull=False).select_related("endpoint", "account")
    return rows.filter(uuid=uuid).first()


@transaction.atomic
def replay_event(*, uuid: UUID, actor: Actor, note: str, now: datetime) -> bool:
    """The same bytes under the same name, so that a receiver that has them knows it. False: it is under way already.

    Raises Refused, BadInput.
    """
    rows = EventCopy.objects.select_for_update(of=("self",)).filter(endpoint__isnull=False)
    copy = rows.select_related("endpoint", "account").filter(uuid=uuid).first()
    if copy is None:
        raise BadInput(f"There is no event {uuid}: `webhooks` lists them.")
    verdict = replay_verdict(copy, actor=actor)
    if not note.strip():
        verdict += blocked("note", Reason.BROKEN_RULE, detail="say who asked for it, or why")
    if not verdict:
        raise Refused(verdict)
    if copy.status in _UNDER_WAY:
        return False
    copy.status, copy.attempts, copy.not_before = CopyStatus.READY, 0, now
    copy.ended_at, copy.detail = None, ""
    copy.save(update_fields=["status", "attempts", "not_before", "ended_at", "detail"])
    record(
        "notifications.webhook.replayed",
        subject=copy.uuid,
        actor=actor,
        at=now,
        account=copy.account,
        type=copy.type,
        note=note.strip()[:300],
    )
    ring("notifications.pass_on")
    return True


def replay_verdict(copy: EventCopy, *, actor: Actor) -> Verdict:
    """Whether this person may, and somebody still listens there."""
    verdict = may(actor, Right.SETTLE_MESSAGE)
    if copy.endpoint is None or copy.endpoint.status != EndpointStatus.ACTIVE:
        verdict += blocked("webhook_ended", Reason.BROKEN_RULE, detail="its webhook ended: the account adds a new one")
    return verdict
