"""Who may work on an export now, and how does a worker learn that it no longer may?"""

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from portability.models import Export
from portability.rules.export_status import CLAIMABLE, ExportStatus, may_move

LEASE_FOR = timedelta(seconds=60)
RENEW_EVERY_S = 5.0
PAUSE_FOR = timedelta(seconds=30)


class LeaseLost(Exception):
    """Another worker holds the export, or it was cancelled: stop without writing."""


def claim(export_uuid: UUID | None = None) -> Export | None:
    """Take the oldest export that waits or was left by a dead worker (database clock); None when there is none."""
    with transaction.atomic():
        free = Q(lease_until_at__isnull=True) | Q(lease_until_at__lt=Now())
        waiting = Export.objects.filter(free, status__in=sorted(CLAIMABLE)).order_by("requested_at", "id")
        if export_uuid is not None:
            waiting = waiting.filter(uuid=export_uuid)
        export = waiting.select_for_update(skip_locked=True).first()
        if export is None:
            return None
        Export.objects.filter(pk=export.pk).update(fence=F("fence") + 1, lease_until_at=Now() + LEASE_FOR)
        export.refresh_from_db()
        return export


def holding(export: Export) -> Callable[[], None]:
    """A function that renews the lease every few seconds, and raises LeaseLost when it is another's."""
    renewed = float("-inf")

    def beat() -> None:
        nonlocal renewed
        if time.monotonic() - renewed < RENEW_EVERY_S:
            return
        renewed = time.monotonic()
        if not _mine(export).update(lease_until_at=Now() + LEASE_FOR):
            raise LeaseLost(str(export.uuid))

    return beat


def move(export: Export, to: ExportStatus, **fields: object) -> None:
    """Go to another status under the lease. Raises LeaseLost."""
    if export.status != to and not may_move(ExportStatus(export.status), to):
        raise LeaseLost(f"{export.uuid}: {export.status} does not lead to {to}")
    if not _mine(export).filter(status=export.status).update(status=to, progressed_at=Now(), **fields):
        raise LeaseLost(str(export.uuid))
    export.refresh_from_db()


def let_go(export: Export) -> None:
    """Give the lease back, if it is still ours."""
    _mine(export).update(lease_until_at=None)


def lay_aside(export: Export, reason: str) -> None:
    """Pause with a reason; the tick tries again after a while."""
    fields = {"status": ExportStatus.PAUSED, "reason": reason[:1000], "lease_until_at": Now() + PAUSE_FOR}
    _mine(export).update(**fields)


def _mine(export: Export) -> QuerySet[Export]:
    return Export.objects.filter(pk=export.pk, fence=export.fence, status__in=sorted(CLAIMABLE))
