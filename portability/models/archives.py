"""Where are copies of what we keep, do they restore, and what may not be destroyed?"""

import uuid
from typing import ClassVar

from django.db import models

from portability.models.content import HASH_LENGTH, Snapshot
from portability.rules.depth import Depth


class Copy(models.Model):
    """A placement of an archive snapshot. `depth` says how deeply it was last checked (`portability.rules.depth`)."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="copies")
    url = models.CharField(max_length=1000)
    place = models.CharField(max_length=1000)
    copied_at = models.DateTimeField()
    depth = models.PositiveSmallIntegerField(default=Depth.NOTHING)
    checked_at = models.DateTimeField(null=True, blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["snapshot_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "url"], name="copy_once_per_place"),
            models.CheckConstraint(condition=models.Q(depth__lte=int(Depth.EQUAL)), name="copy_depth_known"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} at {self.place}"


class RestoreDrill(models.Model):
    """A copy restored to a scratch place and compared record by record. Only ever added."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="drills")
    started_at = models.DateTimeField()
    took_ms = models.PositiveBigIntegerField()
    depth = models.PositiveSmallIntegerField()
    records = models.PositiveBigIntegerField()
    blobs = models.PositiveBigIntegerField()
    root = models.CharField(max_length=HASH_LENGTH, blank=True)
    differences = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(depth__lte=int(Depth.EQUAL)), name="drill_depth_known"),
            models.CheckConstraint(
                condition=models.Q(depth__lt=int(Depth.EQUAL)) | models.Q(differences=[]),
                name="drill_equal_without_differences",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id}: {Depth(self.depth).word}"


class RetentionSchedule(models.Model):
    """How long a class of records is kept, on which ground, and who reviews it. Blank, zero and negative are errors."""

    record_class = models.CharField(max_length=64, unique=True)
    months = models.IntegerField()
    legal_basis = models.CharField(max_length=500)
    owner = models.CharField(max_length=300)
    review_date = models.DateField()

    class Meta:
        ordering: ClassVar = ["record_class"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(months__gt=0), name="retention_months_positive"),
            models.CheckConstraint(
                condition=~models.Q(legal_basis="") & ~models.Q(owner="") & ~models.Q(record_class=""),
                name="retention_is_filled_in",
            ),
        ]

    def __str__(self) -> str:
        return self.record_class


class LegalHold(models.Model):
    """What may not expire, be erased or lose its key. One person places it; two lift it."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    scope = models.JSONField(default=dict)
    reason = models.TextField()
    placed_by = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    lifted_by = models.JSONField(default=list)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="legal_hold_has_reason"),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True) | models.Q(lifted_by__1__isnull=False),
                name="legal_hold_lifted_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.reason[:40]}"
