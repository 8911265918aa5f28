"""How many exports wait, are being built, or failed?"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from portability.models import Export
from portability.rules.export_status import WORKING, ExportStatus


@dataclass(frozen=True, slots=True)
class ExportQueue:
    waiting: int
    working: int
    paused: int
    failed: int
    oldest_asked_at: datetime | None


def export_queue() -> ExportQueue:
    """One query; what was called off, refused or has expired is nobody's work any more."""
    waits = Q(status__in=[ExportStatus.REQUESTED, ExportStatus.AWAITING_APPROVAL, ExportStatus.QUEUED])
    found = Export.objects.aggregate(
        waiting=Count("id", filter=waits),
        working=Count("id", filter=Q(status__in=list(WORKING))),
        paused=Count("id", filter=Q(status=ExportStatus.PAUSED)),
        failed=Count("id", filter=Q(status=ExportStatus.FAILED)),
        oldest_asked_at=Min("requested_at", filter=waits),
    )
    return ExportQueue(**found)
