"""Who works on which delivery now, until when, and what becomes of those whose worker died?"""

import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from notifications.models import Delivery
from notifications.rules.statuses import AttemptOutcome, DeliveryStatus
from notifications.services.settle import end_attempt, settle_ambiguous

NO_LEASE = {"lease_until": None, "lease_token": None}


@dataclass(frozen=True, slots=True)
class Claim:
    """`deadline` is the end of the lease by this process's monotonic clock, taken before the database's."""

    delivery_id: int
    token: uuid.UUID
    deadline: float


@transaction.atomic
def claim_ready(*, now: datetime, count: int, lease_for: timedelta) -> list[Claim]:
    """Due by `now`, leased by the database's clock; rows that others hold are passed by."""
    token, deadline = uuid.uuid4(), time.monotonic() + lease_for.total_seconds()
    ids = list(
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(status=DeliveryStatus.READY, not_before__lte=now)
        .order_by("not_before", "id")
        .values_list("pk", flat=True)[:count]
    )
    Delivery.objects.filter(pk__in=ids).update(
        status=DeliveryStatus.CLAIMED, lease_until=Now() + lease_for, lease_token=token
    )
    return [Claim(pk, token, deadline) for pk in ids]


def hand_back(claims: list[Claim]) -> None:
    """A living worker gives back what it did not begin."""
    for claim in claims:
        Delivery.objects.filter(pk=claim.delivery_id, lease_token=claim.token, status=DeliveryStatus.CLAIMED).update(
            status=DeliveryStatus.READY, **NO_LEASE
        )


def recover_expired(*, now: datetime) -> int:
    """Expired `claimed` is ready again: nothing was begun. Expired `sending` is looked up, else uncertain and shown."""
    ready = Delivery.objects.filter(status=DeliveryStatus.CLAIMED, lease_until__lt=Now()).update(
        status=DeliveryStatus.READY, **NO_LEASE
    )
    return ready + sum(_resolve(pk, now) for pk in _expired_sending())


def _expired_sending() -> list[int]:
    rows = Delivery.objects.filter(status=DeliveryStatus.SENDING, lease_until__lt=Now())
    return list(rows.order_by("id").values_list("pk", flat=True))


@transaction.atomic
def _resolve(delivery_id: int, now: datetime) -> int:
    delivery = (
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=delivery_id, status=DeliveryStatus.SENDING, lease_until__lt=Now())
        .select_related("touchpoint__account", "touchpoint__plan")
        .first()
    )
    if delivery is None:
        return 0
    end_attempt(delivery, AttemptOutcome.AMBIGUOUS, now=now, text="its worker did not come back")
    settle_ambiguous(delivery, now=now)
    return 1
