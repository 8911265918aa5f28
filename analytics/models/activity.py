"""Which feeds deliver activity, what was taken from them, and which roll-ups may be read? Events live in files."""

import uuid
from typing import ClassVar

from django.db import models

KEY_LENGTH = 64


class ActivitySource(models.Model):
    """A feed. `heartbeat` declares how many events a day are the least, `promised_date` when that was said (empty:
    before this was kept; it holds for all days); without it they are learnt from the weekdays.

    `excluded_actions` are patterns (`bot.*`) of actions that do not count as use. `ended_date`: the last day of a feed
    that delivers nothing more (a single export), of which nothing is expected after it.
    """

    name = models.CharField(max_length=KEY_LENGTH, unique=True)
    hashes_users = models.BooleanField(default=False)
    heartbeat = models.PositiveIntegerField(null=True, blank=True)
    promised_date = models.DateField(null=True, blank=True)
    excluded_actions = models.JSONField(default=list, blank=True)
    ended_date = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="source_name_not_blank"),
            models.CheckConstraint(
                condition=models.Q(heartbeat__isnull=True) | models.Q(heartbeat__gte=1), name="source_heartbeat_beats"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportStatus(models.TextChoices):
    IMPORTED = "imported"
    REFUSED = "refused"


class ActivityImport(models.Model):
    """One file, or one batch of a connector: wholly taken or not at all. The row makes its events visible.

    `recipe` fingerprints what the operator declared (map, zone, source): read otherwise it is another import.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    recipe = models.CharField(max_length=64)
    status = models.CharField(max_length=8, choices=ImportStatus.choices)
    rows = models.PositiveBigIntegerField()
    added = models.PositiveBigIntegerField()
    repeated = models.PositiveBigIntegerField()
    rejected = models.PositiveBigIntegerField()
    reasons = models.JSONField(default=list)
    message = models.CharField(max_length=1000, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_bytes = models.PositiveBigIntegerField(default=0)
    accounts = models.JSONField(default=list)
    modules = models.JSONField(default=list)
    first_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sha256", "recipe"], condition=models.Q(status="imported"), name="import_once_by_content"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status="imported", rows=models.F("added") + models.F("repeated") + models.F("rejected")
                )
                | models.Q(status="refused", added=0),
                name="import_rows_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.status})"


class ImportedDay(models.Model):
    """How many new events an import brought for a UTC day, by source: what was delivered and must be rolled up."""

    activity_import = models.ForeignKey(ActivityImport, on_delete=models.PROTECT, related_name="days")
    source = models.ForeignKey(ActivitySource, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    events = models.PositiveBigIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["date", "id"]
        indexes: ClassVar = [models.Index(fields=["date"], name="imported_day_date")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity_import", "source", "date"], name="imported_day_once"),
            models.CheckConstraint(condition=models.Q(events__gte=1), name="imported_day_has_events"),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.events}"


class RollupPartition(models.Model):
    """The manifest: readers see only files named here. `watermark` tells from which imports and rules it was made.

    Days may share a file; its size and checksum are the file's.
    """

    date = models.DateField()
    shard = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    path = models.CharField(max_length=200, blank=True)
    rows = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    watermark = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["date", "shard"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["date", "shard"], name="rollup_once_per_day_and_shard"),
        ]

    def __str__(self) -> str:
        return f"{self.date}, shard {self.shard}: {self.rows} rows"


class UsageSnapshot(models.Model):
    """The figures of a module as they were published, so that a notice or a decision can cite them."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    module_key = models.CharField(max_length=KEY_LENGTH)
    as_of_date = models.DateField()
    sha256 = models.CharField(max_length=64)
    figures = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["module_key", "as_of_date", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["module_key", "as_of_date", "sha256"], name="snapshot_once_by_content"),
        ]

    def __str__(self) -> str:
        return f"{self.module_key} at {self.as_of_date}"
