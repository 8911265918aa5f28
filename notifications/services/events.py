"""What did the provider tell about a delivery, and what follows from it?"""

import hashlib
from datetime import datetime

from django.db import transaction

from notifications.models import Delivery, DeliveryEvent
from notifications.rules.statuses import BOUNCED, DeliveryStatus, raised
from notifications.services.mark import suppress, tell_somebody_else


@transaction.atomic
def record_event(
    *,
    provider: str,
    message_id: str,
    event: DeliveryStatus,
    occurred_at: datetime,
    now: datetime,
    event_key: str = "",
    detail: str = "",
) -> bool:
    """Keep an event once; it only ever raises a delivery's rank and never makes one. False: known already."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("touchpoint__account", "touchpoint__plan")
    delivery = rows.filter(message_id=message_id).first()
    _row, is_new = DeliveryEvent.objects.get_or_create(
        provider=provider,
        event_key=event_key or _key(provider, message_id, event, occurred_at),
        defaults={
            "delivery": delivery,
            "type": event,
            "occurred_at": occurred_at,
            "received_at": now,
            "payload": {"message_id": message_id, "detail": detail},
        },
    )
    if is_new and delivery is not None and not delivery.lease_token:
        _raise(delivery, event, detail, occurred_at, now)
    return is_new


def _raise(delivery: Delivery, event: DeliveryStatus, detail: str, occurred_at: datetime, now: datetime) -> None:
    status = raised(DeliveryStatus(delivery.status), event)
    if status == delivery.status:
        return
    delivery.status, delivery.detail = status, detail[:300]
    delivery.hold_reason = ""
    delivery.accepted_at = delivery.accepted_at or occurred_at
    delivery.save(update_fields=["status", "detail", "hold_reason", "accepted_at"])
    if status in BOUNCED:
        suppress(delivery, reason=detail or event.value, now=now)
        tell_somebody_else(delivery, now=now)


def _key(provider: str, message_id: str, event: DeliveryStatus, occurred_at: datetime) -> str:
    return hashlib.sha256(f"{provider}|{message_id}|{event}|{occurred_at.isoformat()}".encode()).hexdigest()
