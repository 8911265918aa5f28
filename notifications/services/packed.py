"""How is a letter closed that others were put into, and what do they become with it?

Closed, each of them is claimed and checked like any other letter; what may not leave drops out and stands for itself.
From the attempt on they share the letter's fate: one message, one outcome, on record for each.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from notifications.models import Attempt, Delivery, DeliveryEvent, HoldReason
from notifications.rules.statuses import TOOK, WENT_ALONG, AttemptOutcome, DeliveryStatus, TouchpointStatus

_CLOSE = """
UPDATE notifications_delivery d
SET status = 'claimed', hold_reason = '', carrier_id = NULL, lease_until = c.lease_until, lease_token = c.lease_token
FROM notifications_delivery c
WHERE d.carrier_id = %s AND d.hold_reason = 'digest'
  AND c.id = d.carrier_id AND c.lease_token = %s AND c.status = 'claimed'
RETURNING d.id
"""
_FOLLOWED = ["status", "hold_reason", "lease_until", "lease_token", "accepted_at", "detail", "body_sha"]
_TEXT = ["subject", "body_text", "body_html"]


def close_letter(carrier_id: int, token: UUID) -> list[int]:
    """Who comes later finds the letter claimed, and another one."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [carrier_id, token])
        return sorted(row[0] for row in cursor.fetchall())


def bind(carrier_id: int, inside: Iterable[int]) -> None:
    """In the transaction that puts the attempt on record."""
    Delivery.objects.filter(pk__in=list(inside)).update(carrier=carrier_id)


def is_packed(carrier: Delivery) -> bool:
    """Whether somebody else's notice is in the message that is out, or in doubt."""
    out = [DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN]
    return carrier.carries and carrier.carried.filter(status__in=out).exists()


def follow(carrier: Delivery, *, now: datetime) -> list[Delivery]:
    """All that is in a message becomes what it became; a definite no for now lets them wait inside it again."""
    if not carrier.carries:
        return []
    out = [DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN]
    rows = carrier.carried.select_for_update(of=("self",)).filter(status__in=out).order_by("id")
    inside = list(rows.select_related("touchpoint__account", "touchpoint__plan", "touchpoint__notice"))
    last = Attempt.objects.filter(delivery=carrier).order_by("-n").first()
    for each in inside:
        if last and last.outcome != AttemptOutcome.OPEN:
            Attempt.objects.filter(delivery=each, outcome=AttemptOutcome.OPEN).update(
                outcome=last.outcome, ended_at=last.ended_at, code=last.code, text=last.text
            )
        _become(each, carrier, now)
    return inside


def _become(each: Delivery, carrier: Delivery, now: datetime) -> None:
    each.lease_until = each.lease_token = None
    each.detail, each.accepted_at = carrier.detail, carrier.accepted_at
    if carrier.status == DeliveryStatus.READY:
        each.status, each.hold_reason = DeliveryStatus.HELD, HoldReason.DIGEST
        each.subject = each.body_text = each.body_html = each.body_sha = ""
    else:
        each.status, each.hold_reason = carrier.status, ""
    each.save(update_fields=[*_FOLLOWED, *_TEXT])
    touchpoint = each.touchpoint
    if each.status in TOOK and touchpoint.status == TouchpointStatus.RELEASED:
        touchpoint.status, touchpoint.served_at = TouchpointStatus.SERVED, now
        touchpoint.save(update_fields=["status", "served_at"])


def inside_of(carrier: Delivery) -> list[Delivery]:
    """What left with it, each with its own account; not what was taken back before it left."""
    if not carrier.carries:
        return []
    rows = carrier.carried.select_for_update(of=("self",)).filter(status__in=sorted(WENT_ALONG)).order_by("id")
    return list(rows.select_related("touchpoint__account", "touchpoint__plan"))


def event_of(event: DeliveryEvent, each: Delivery, *, now: datetime) -> DeliveryEvent:
    """What the provider told of the message, kept for one more of those whose notice was in it."""
    return DeliveryEvent.objects.get_or_create(
        provider=event.provider,
        event_key=f"{event.event_key[:100]}/{each.pk}",
        defaults={
            "delivery": each,
            "ref": event.ref,
            "type": event.type,
            "occurred_at": event.occurred_at,
            "received_at": event.received_at,
            "payload": event.payload,
            "applied_at": now,
        },
    )[0]
