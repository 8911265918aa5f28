"""Who works on which delivery now, until when, and what becomes of those whose worker died?"""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from notifications.models import Delivery
from notifications.rules.statuses import AttemptOutcome, DeliveryStatus
from notifications.services.claim_sql import BY_AGE, IN_TURN, OF_DOMAIN
from notifications.services.lanes import Lanes, give_back_tokens, open_lanes, take_tokens
from notifications.services.prepared import rows_of
from notifications.services.settle import end_attempt, settle_ambiguous

NO_LEASE = {"lease_until": None, "lease_token": None}


@dataclass(frozen=True, slots=True)
class Claim:
    """`deadline` is the end of the lease by this process's monotonic clock, taken before the database's."""

    delivery_id: int
    token: uuid.UUID
    deadline: float


@dataclass(slots=True)
class Turn:
    """After which account the next claim goes on, so that each has its turn; workers begin at different ones."""

    after: int = field(default_factory=lambda: uuid.uuid4().int % 1_000_000)
    is_probe: bool = False  # the provider failed last: one message tells whether it is back


def claim_ready(*, now: datetime, count: int, lease_for: timedelta, turn: Turn | None = None) -> list[Claim]:
    """Due by `now`, leased by the database's clock; rows that others hold are passed by.

    One row of each account in turn, then the oldest: an account with very many rows keeps nobody waiting.
    """
    token, deadline = uuid.uuid4(), time.monotonic() + lease_for.total_seconds()
    turn, lanes = turn or Turn(), open_lanes(now=now)
    turn.is_probe = lanes.most is not None
    asked = _Asked(now, lease_for, token, lanes, min(count, lanes.most or count) if lanes.provider else count)
    found = asked.claimed(IN_TURN, after=turn.after)
    if len(found) < asked.count and turn.after > 0:
        found += asked.claimed(IN_TURN, after=0, count=asked.count - len(found))
    turn.after = max((account for _id, account in found), default=0)
    if len(found) < asked.count:
        found += asked.claimed(BY_AGE, count=asked.count - len(found))
    for domain in lanes.paced if lanes.provider else ():
        if (left := asked.count - len(found)) > 0:
            taken = take_tokens(domain, wanted=left, now=now)
            of_domain = asked.claimed(OF_DOMAIN, count=taken, domain=domain)
            give_back_tokens(domain, taken - len(of_domain))
            found += of_domain
    return [Claim(pk, token, deadline) for pk, _account in found]


@dataclass(frozen=True, slots=True)
class _Asked:
    now: datetime
    lease_for: timedelta
    token: uuid.UUID
    lanes: Lanes
    count: int

    def claimed(self, sql: str, **more: object) -> list[tuple[int, int]]:
        """Each statement claims and commits by itself."""
        params = {
            "now": self.now,
            "lease_for": self.lease_for,
            "token": self.token,
            "mail": self.lanes.provider,
            "slowed": list(self.lanes.slowed),
            "count": self.count,
            **more,
        }
        return [(pk, account) for pk, account, _ in rows_of(sql, params)]


def hand_back(claims: Sequence[Claim]) -> None:
    """A living worker gives back what it did not begin."""
    for token in {claim.token for claim in claims}:
        ids = [claim.delivery_id for claim in claims if claim.token == token]
        rows = Delivery.objects.filter(pk__in=ids, lease_token=token, status=DeliveryStatus.CLAIMED)
        rows.update(status=DeliveryStatus.READY, **NO_LEASE)


def recover_expired(*, now: datetime) -> int:
    """Expired `claimed` is ready again: nothing was begun. Expired `sending` is looked up, else uncertain and shown."""
    ready = Delivery.objects.filter(status=DeliveryStatus.CLAIMED, lease_until__lt=Now()).update(
        status=DeliveryStatus.READY, **NO_LEASE
    )
    return ready + sum(_resolve(pk, now) for pk in _expired_sending())


def _expired_sending() -> list[int]:
    """What is inside a letter follows that one, as long as it is on its way itself."""
    rows = Delivery.objects.filter(status=DeliveryStatus.SENDING, lease_until__lt=Now())
    rows = rows.filter(Q(carrier=None) | ~Q(carrier__status=DeliveryStatus.SENDING))
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
    if delivery.carrier_id:
        delivery.carrier = None
        delivery.save(update_fields=["carrier"])
    end_attempt(delivery, AttemptOutcome.AMBIGUOUS, now=now, text="its worker did not come back")
    settle_ambiguous(delivery, now=now)
    return 1
