"""What was published of a retirement, where every reader sees it: announcements, calendars and their addresses?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from notifications.rules.announcements import Kind
from notifications.rules.calendar_entries import EntryStatus


class Announcement(models.Model):
    """One version of what everybody may read of a retirement. Only ever added: a date that moves makes a new one.

    `dates` are those that hold, `moved` those that held before, both as text by milestone. It names no account.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=[(each.value, each.label) for each in Kind])
    dates = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-published_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "n"], name="announcement_once"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="announcement_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} #{self.n} {self.kind}"


class CalendarEntry(models.Model):
    """How a dated promise stands in calendars. `sequence` grows by one with each change of day or status (RFC 5546)."""

    milestone = models.OneToOneField("lifecycle.Milestone", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    status = models.CharField(max_length=10, choices=[(each.value, each.value) for each in EntryStatus])
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=list(EntryStatus)), name="calendar_entry_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} #{self.sequence}"


class CalendarFeed(models.Model):
    """An address under which an account's dates are read without signing in, until it is revoked.

    Only its hash is kept: the address is shown once.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=35, default="en")
    created_by = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return str(self.uuid)
