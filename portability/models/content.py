"""Which content of an account do we hold, and where did it come from?"""

import uuid
from typing import ClassVar

from django.db import models

HASH_LENGTH = 64


class ContentImport(models.Model):
    """One reading of a source, whether it was taken or refused. `counts` holds figures only, never content."""

    class Status(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        UNCHANGED = "unchanged", "nothing new"
        REFUSED = "refused", "refused"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    connector = models.CharField(max_length=40)
    zone = models.CharField(max_length=64)
    source_name = models.CharField(max_length=300)
    source_sha256 = models.CharField(max_length=HASH_LENGTH)
    status = models.CharField(max_length=16, choices=Status.choices)
    reason = models.CharField(max_length=1000, blank=True)
    counts = models.JSONField(default=dict)
    problems_path = models.CharField(max_length=300, blank=True)
    snapshot = models.ForeignKey("Snapshot", on_delete=models.PROTECT, null=True, blank=True, related_name="imports")
    imported_by = models.CharField(max_length=300)
    imported_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=["accepted", "unchanged", "refused"]), name="content_import_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.connector} {self.uuid}"


class Segment(models.Model):
    """A run of records of one kind, container and month; the same bytes are stored once per account.

    `sha256` is of the plain lines and names the file; `stored_sha256` of the packed file guards it against rot.
    `counts` is `{"<day>|<content type>": records}`.
    """

    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=HASH_LENGTH)
    stored_sha256 = models.CharField(max_length=HASH_LENGTH)
    kind = models.CharField(max_length=16)
    container = models.CharField(max_length=300, blank=True)
    month = models.CharField(max_length=8)
    records = models.PositiveIntegerField()
    size_bytes = models.PositiveBigIntegerField()
    stored_bytes = models.PositiveBigIntegerField()
    counts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "sha256"], name="segment_once_per_account"),
            models.CheckConstraint(condition=models.Q(records__gt=0), name="segment_not_empty"),
        ]

    def __str__(self) -> str:
        return self.sha256


class Blob(models.Model):
    """The bytes of a file, once per account. It belongs to every snapshot from number `since` on."""

    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=HASH_LENGTH)
    size_bytes = models.PositiveBigIntegerField()
    since = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "sha256"], name="blob_once_per_account"),
        ]

    def __str__(self) -> str:
        return self.sha256


class Snapshot(models.Model):
    """A frozen set of records: an ordered list of segments, counts and one root over every record.

    A `content` snapshot is what the last import left; an `archive` snapshot was taken to be kept, and carries a
    signed list of every object that a copy of it must hold.
    """

    class Purpose(models.TextChoices):
        CONTENT = "content", "content"
        ARCHIVE = "archive", "archive"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    number = models.PositiveIntegerField()
    root = models.CharField(max_length=HASH_LENGTH)
    records = models.PositiveBigIntegerField()
    size_bytes = models.PositiveBigIntegerField()
    kinds = models.JSONField(default=dict)
    listing = models.TextField(blank=True)
    signature = models.JSONField(default=dict)
    taken_by = models.CharField(max_length=300)
    taken_at = models.DateTimeField()
    segments = models.ManyToManyField(Segment, through="SnapshotSegment", related_name="+")

    class Meta:
        ordering: ClassVar = ["account_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "number"], name="snapshot_number_once"),
            models.CheckConstraint(
                condition=models.Q(purpose="content", plan__isnull=True)
                | models.Q(purpose="archive") & ~models.Q(listing=""),
                name="snapshot_archive_has_listing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} #{self.number}"


class SnapshotSegment(models.Model):
    """The place of a segment in a snapshot."""

    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="places")
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["snapshot_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "position"], name="snapshot_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}[{self.position}]"
