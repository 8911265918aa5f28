"""Which received batches does a worker take now, and what if its work fails?"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from analytics.models import ActivityBatch, BatchStatus

logger = logging.getLogger(__name__)
# A dead worker's batches are free again after that (P2). A longer pass is safe: the import lock lets nobody else in.
LEASE_FOR = timedelta(seconds=10)
FIRST_PAUSE = timedelta(minutes=1)
MOST_FILES = 200
MOST_EVENTS = 500_000
MOST_ATTEMPTS = 6
LONGEST_PAUSE = timedelta(hours=1)


@transaction.atomic
def claim() -> tuple[list[ActivityBatch], bool]:
    """The oldest that wait and that nobody works on, as many as one pass takes, and whether more were left.

    Leased by the database's clock.
    """
    free = Q(lease_until_at=None) | Q(lease_until_at__lt=Now())
    waiting = ActivityBatch.objects.filter(free, status=BatchStatus.RECEIVED).order_by("id")
    found: list[ActivityBatch] = []
    events, is_more = 0, False
    for batch in waiting.select_for_update(skip_locked=True)[: MOST_FILES + 1]:
        events += batch.events
        if is_more := bool(found) and (events > MOST_EVENTS or len(found) == MOST_FILES):
            break
        found.append(batch)
    _rows(found).update(lease_until_at=Now() + LEASE_FOR)
    return found, is_more


def lay_aside(batch: ActivityBatch, problem: Exception, *, now: datetime) -> None:
    """Its work failed: again after a pause twice as long, and in the end refused, its file kept for who looks."""
    batch.attempts += 1
    told = {"batch": str(batch.uuid), "attempt": batch.attempts, "problem": type(problem).__name__}
    logger.error("analytics.batch_failed", extra=told)  # the error itself may quote what is in the batch
    if batch.attempts < MOST_ATTEMPTS:
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (batch.attempts - 1))
        _rows([batch]).update(attempts=batch.attempts, lease_until_at=Now() + pause)
        return
    _rows([batch]).update(
        attempts=batch.attempts,
        status=BatchStatus.REFUSED,
        lease_until_at=None,
        settled_at=now,
        message=f"It could not be imported in {MOST_ATTEMPTS} attempts: send the same call again, or ask the operator.",
    )


def _rows(batches: list[ActivityBatch]) -> QuerySet[ActivityBatch]:
    return ActivityBatch.objects.filter(pk__in=[batch.pk for batch in batches], status=BatchStatus.RECEIVED)
