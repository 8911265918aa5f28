"""What was done with work on the desk, and who is away?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from notifications.models.answers import DeskTask
from notifications.rules.statuses import DeskAct


class DeskEntry(models.Model):
    """One act on a task: outcome, promise, snooze, hand-over, escalation, undoing. Only ever added.

    Personal data: `person` and `note` may identify.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(DeskTask, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=12, choices=[(each.value, each.value) for each in DeskAct])
    outcome = models.CharField(max_length=16, blank=True)
    person = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=300)
    owner_email = models.CharField(max_length=254, blank=True)
    until_date = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(act__in=list(DeskAct)), name="desk_entry_act_known"),
            models.CheckConstraint(condition=~Q(by=""), name="desk_entry_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.act}"


class DeskAbsence(models.Model):
    """Days on which somebody of the desk is away, both included; `backup_email` empty: the lead takes over."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner_email = models.EmailField(max_length=254)
    first_date = models.DateField()
    last_date = models.DateField()
    backup_email = models.EmailField(max_length=254, blank=True)
    noted_by = models.CharField(max_length=300)
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["first_date", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_date__gte=F("first_date")), name="desk_absence_ends_later"),
            models.CheckConstraint(condition=~Q(owner_email=F("backup_email")), name="desk_absence_backup_is_another"),
            models.UniqueConstraint(fields=["owner_email", "first_date"], name="desk_absence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_email} from {self.first_date}"
