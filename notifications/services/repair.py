"""What happens when an address that could not be written to works again?"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lifecycle.api import BadInput, Refused, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Reason, blocked
from notifications.models import Delivery, Suppression
from notifications.rules.addresses import address_norm, is_address
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DEAD_ENDS, ObligationStatus, TouchpointStatus
from notifications.services.people import Target
from notifications.services.release_singly import add_deliveries

_OWED = (ObligationStatus.OPEN, ObligationStatus.BREACHED)
_LIVE = (TouchpointStatus.RELEASED, TouchpointStatus.SERVED)


@transaction.atomic
def repair_address(*, address: str, actor: Actor, note: str, now: datetime) -> int | None:
    """Write to it again: what its accounts are still owed goes out once more, once. None: nothing stood in the way.

    Answers how many messages were queued, also those that bounced by our own fault; a wish for no reminders stays.
    Raises Refused, BadInput.
    """
    if not is_address(address):
        raise BadInput(f"{address!r} is not one mailbox: give it as user@example.com.")
    verdict = may(actor, Right.SETTLE_MESSAGE)
    if not note.strip():
        verdict += blocked("note", Reason.BROKEN_RULE, detail="say what was repaired, or who asked for it")
    if not verdict:
        raise Refused(verdict)
    norm = address_norm(address)
    stops = Suppression.objects.select_for_update().filter(address_norm=norm)
    lifted = list(stops.exclude(scope=Suppression.Scope.OPTIONAL).order_by("id"))
    owed = _owed(norm)
    if not lifted and not owed:
        return None
    stops.filter(pk__in=[each.pk for each in lifted]).delete()
    queued = sum(_again(each, address, now) for each in owed)
    record(
        "notifications.address.repaired",
        subject=hashlib.sha256(norm.encode()).hexdigest()[:16],
        actor=actor,
        at=now,
        was=[each.reason[:100] for each in lifted],
        note=note.strip(),
        queued=queued,
    )
    return queued


def _owed(norm: str) -> list[Delivery]:
    """The newest message of each contact that ended at this mailbox while its duty is open."""
    rows = Delivery.objects.filter(
        address_norm=norm,
        channel=Channel.EMAIL,
        touchpoint__obligation__status__in=_OWED,
        touchpoint__status__in=_LIVE,
    )
    newest = {each.touchpoint_id: each for each in rows.select_related("touchpoint__account").order_by("round", "id")}
    return [each for each in newest.values() if each.status in DEAD_ENDS]


def _again(before: Delivery, address: str, now: datetime) -> int:
    target = Target(address, before.address_norm, before.locale, before.contact_id)
    return len(add_deliveries(before.touchpoint, [target], now=now, again=before.round + 1))


@dataclass(frozen=True, slots=True)
class Suppressed:
    """`address` is folded for telling twins apart."""

    address: str
    scope: str
    reason: str
    since: datetime

    def as_json(self) -> dict[str, str]:
        return {"address": self.address, "scope": self.scope, "reason": self.reason, "since": self.since.isoformat()}


def suppressed_addresses() -> list[Suppressed]:
    """By address."""
    rows = Suppression.objects.order_by("address_norm", "scope")
    return [Suppressed(each.address_norm, each.scope, each.reason, each.created_at) for each in rows]
