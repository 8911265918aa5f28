"""Which batches of activity were received, what became of them, and up to where was a queried database read?"""

import uuid
from typing import ClassVar

from django.db import models

from analytics.models.activity import KEY_LENGTH, ActivityImport


class BatchStatus(models.TextChoices):
    RECEIVED = "received"
    IMPORTED = "imported"
    REFUSED = "refused"


class ActivityBatch(models.Model):
    """One call of a program: its receipt, and the work that waits until its file is imported.

    The file of a batch that waits lies in the spool, named by `uuid`. `lease_until_at` is the database's time.
    The content hash is of the unpacked body, so that the same events packed anew are the same content.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=KEY_LENGTH)
    token = models.CharField(max_length=KEY_LENGTH)
    idempotency_key = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    events = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=BatchStatus.choices, default=BatchStatus.RECEIVED)
    received_at = models.DateTimeField()
    lease_until_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    activity_import = models.ForeignKey(
        ActivityImport, on_delete=models.PROTECT, null=True, blank=True, related_name="batches"
    )
    added = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=list)
    message = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["received_at"], condition=models.Q(status="received"), name="batch_waiting"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "idempotency_key"], name="batch_once_by_key"),
            models.CheckConstraint(
                condition=models.Q(status="received", settled_at=None)
                | models.Q(status__in=["imported", "refused"], settled_at__isnull=False, lease_until_at=None),
                name="batch_settled_or_waiting",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="imported")
                | models.Q(events=models.F("added") + models.F("repeated") + models.F("rejected")),
                name="batch_rows_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.uuid}"

    @property
    def is_given_up(self) -> bool:
        """Refused, and not for its events: the same call lets it wait again."""
        return self.status == BatchStatus.REFUSED and self.activity_import_id is None


class QueryCursor(models.Model):
    """Up to which value of its column a query was read. `fingerprint` names source, database, query and column."""

    fingerprint = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=KEY_LENGTH)
    column = models.CharField(max_length=KEY_LENGTH)
    kind = models.CharField(max_length=16)
    value = models.CharField(max_length=200)
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["source", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(value=""), name="cursor_has_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.column} {self.value}"
