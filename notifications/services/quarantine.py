"""May anything leave, or does this ledger know less than its anchor outside, so that all of it is held?"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from lifecycle.api import record
from lifecycle.rules.actors import Actor
from notifications.models import Delivery, HoldReason, Quarantine
from notifications.rules.quarantine import SENT_WITHIN, doubtful_until
from notifications.rules.statuses import DeliveryStatus
from notifications.services.anchor import AnchorWatch, look_at_anchor
from notifications.services.quarantine_letters import forget_cleared

WATCH = Actor.system("watch over the ledger")


def anchored(*, now: datetime) -> AnchorWatch | None:
    """None: nothing may leave, and whatever would is held."""
    watch = look_at_anchor()
    if watch.may_send:
        return watch
    _hold(watch, now)
    return None


def open_quarantine() -> Quarantine | None:
    return Quarantine.objects.filter(released_at__isnull=True).first()


def past_quarantines(*, limit: int | None = 20) -> list[Quarantine]:
    """The latest that a person ended, newest first; every one for `limit` None."""
    return list(Quarantine.objects.filter(released_at__isnull=False)[:limit])


@transaction.atomic
def _hold(watch: AnchorWatch, now: datetime) -> None:
    """What waits for another reason goes on waiting for that; what is being sent this second finishes."""
    rows = Delivery.objects.filter(status__in=[DeliveryStatus.READY, DeliveryStatus.CLAIMED])
    rows.update(
        status=DeliveryStatus.HELD,
        hold_reason=HoldReason.QUARANTINE,
        carrier=None,
        lease_until=None,
        lease_token=None,
    )
    if watch.is_held:
        _widen(watch)
    if watch.is_held or watch.reason is None or watch.ledger_at is None:
        return
    row, is_new = Quarantine.objects.get_or_create(
        reason=watch.reason,
        released_at__isnull=True,
        defaults={
            "ledger_at": watch.ledger_at,
            "doubtful_until": doubtful_until(watch.anchors, opened_at=now),
            "opened_at": now,
        },
    )
    if is_new:
        told = {"reason": row.reason, "environment": settings.ENVIRONMENT}
        record("notifications.quarantine.opened", subject=row.uuid, actor=WATCH, at=now, told=told)


def _widen(watch: AnchorWatch) -> None:
    """This host's anchors may know of later letters than those of the first that looked: of these, too, a log is asked.

    Not by `now`, which would move it on each round. An anchor that cannot be read says nothing of when.
    """
    readable = [each for each in watch.anchors if each.token]
    for row in Quarantine.objects.select_for_update().filter(released_at__isnull=True) if readable else ():
        last_at = max(row.opened_at, *(each.at + SENT_WITHIN for each in readable))
        until = doubtful_until(readable, opened_at=last_at)
        if until > row.doubtful_until:
            row.doubtful_until, row.reconciled_at, row.reconciled_by = until, None, ""
            row.save(update_fields=["doubtful_until", "reconciled_at", "reconciled_by"])
            forget_cleared()
