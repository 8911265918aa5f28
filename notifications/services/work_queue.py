"""How much work waits, is being done, or needs a person?"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from notifications.models import Delivery, DeskTask
from notifications.rules.statuses import LEASED, DeliveryStatus


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """Deliveries by what holds them up; `oldest_due_at` is since when the oldest due one waits."""

    due: int
    later: int
    leased: int
    overdue_leases: int
    held: int
    uncertain: int
    open_tasks: int
    oldest_due_at: datetime | None


def work_queue(*, now: datetime) -> WorkQueue:
    """Two queries, however many rows there are; the indexes on ready and leased rows serve it."""
    ready, leased = Q(status=DeliveryStatus.READY), Q(status__in=sorted(LEASED))
    found = Delivery.objects.filter(
        ready | leased | Q(status__in=[DeliveryStatus.HELD, DeliveryStatus.UNCERTAIN])
    ).aggregate(
        due=Count("id", filter=ready & Q(not_before__lte=now)),
        later=Count("id", filter=ready & Q(not_before__gt=now)),
        leased=Count("id", filter=leased),
        overdue_leases=Count("id", filter=leased & Q(lease_until__lt=now)),
        held=Count("id", filter=Q(status=DeliveryStatus.HELD)),
        uncertain=Count("id", filter=Q(status=DeliveryStatus.UNCERTAIN)),
        oldest_due_at=Min("not_before", filter=ready & Q(not_before__lte=now)),
    )
    return WorkQueue(**found, open_tasks=DeskTask.objects.filter(status=DeskTask.Status.OPEN).count())
