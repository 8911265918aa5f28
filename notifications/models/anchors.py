"""Which marks did the ledger make before letters left, and since when does nothing leave because it may be a copy?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from notifications.rules.quarantine import QuarantineReason


class LedgerMark(models.Model):
    """Committed before any letter leaves that comes after it, and then written to the anchor outside. Only ever added.

    The first one's token names the ledger's lineage, which a copy shares. Of the others the database itself forgets
    those that are long past whenever a mark is made (`KEPT_FOR` in `notifications/rules/quarantine.py`).
    """

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    environment = models.CharField(max_length=20)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.token)


class Quarantine(models.Model):
    """A time in which nothing leaves. What was due until `doubtful_until` may have left, unknown to this ledger."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    reason = models.CharField(max_length=10, choices=[(each.value, each.value) for each in QuarantineReason])
    ledger_at = models.DateTimeField()
    doubtful_until = models.DateTimeField()
    opened_at = models.DateTimeField()
    reconciled_at = models.DateTimeField(null=True, blank=True)
    reconciled_by = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=300, blank=True)
    release_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reason"], condition=Q(released_at__isnull=True), name="quarantine_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(reason__in=list(QuarantineReason)), name="quarantine_reason_known"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True)
                | (Q(reconciled_at__isnull=False) & ~Q(released_by="") & ~Q(release_reason="")),
                name="quarantine_released_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.opened_at:%Y-%m-%d}"
