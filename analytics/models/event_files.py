"""Which files hold the raw events that may be read, and of which days are there none any more?"""

from typing import ClassVar

from django.db import models

from analytics.models.activity import ActivityImport


class EventFile(models.Model):
    """The manifest of raw events: readers see only files named here. `date`: it holds that settled day alone.

    `dropped_at`: retention took the file; the day keeps its roll-up, and no row can be added to it any more.
    """

    path = models.CharField(max_length=200, unique=True)
    date = models.DateField(null=True, blank=True, unique=True)
    rows = models.PositiveBigIntegerField()
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(dropped_at=None) | models.Q(date__isnull=False), name="event_file_dropped_by_day"
            ),
        ]

    def __str__(self) -> str:
        return self.path


class FiledImport(models.Model):
    """In which files the events of an import lie, until they are moved into the files of their days."""

    activity_import = models.ForeignKey(ActivityImport, on_delete=models.PROTECT, related_name="filed")
    file = models.ForeignKey(EventFile, on_delete=models.PROTECT, related_name="imports")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity_import", "file"], name="import_filed_once_per_file"),
        ]

    def __str__(self) -> str:
        return f"import {self.activity_import_id} in file {self.file_id}"


class KeyRun(models.Model):
    """A sorted file of the hashes of event keys; all of them together cover every event that was ever taken.

    `made_by` fingerprints the hash function: those of another are made anew from the events.
    """

    path = models.CharField(max_length=200, unique=True)
    keys = models.PositiveBigIntegerField()
    made_by = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.path
