"""What do customers find inside the product, what did they answer, and what is left for a person to do?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from notifications.models.notices import Notice, Touchpoint
from notifications.rules.statuses import TaskKind, TaskOutcome


class InboxMessage(models.Model):
    """A notice inside the product. `delivery_key` is the delivery's idempotency key: the same one twice is one.

    `date_revision` says which dates it speaks of: one notice is said anew when they move.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    date_revision = models.PositiveIntegerField(default=1, db_default=1)
    delivery_key = models.UUIDField(unique=True)
    subject = models.CharField(max_length=300)
    body_text = models.TextField()
    locale = models.CharField(max_length=35)
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-sent_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True) | ~Q(seen_by=""), name="inbox_message_seen_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Acknowledgement(models.Model):
    """A named person of the account confirmed a notice with the dates it had; `text_sha` is what they saw.

    Only ever added: dates that move later are confirmed anew.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="acknowledgements")
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    date_revision = models.PositiveIntegerField(default=1, db_default=1)
    identity = models.CharField(max_length=254)
    name = models.CharField(max_length=300)
    via = models.CharField(max_length=20)
    text_sha = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice", "account", "date_revision", "identity"], name="acknowledgement_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="acknowledgement_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}/{self.account_id}"


class DeskTask(models.Model):
    """Work for a person. `source` says what asked for it, once; `script_dates` are those that the script speaks of.

    Until `snoozed_until` it keeps out of sight; `escalated_at` is when it went to a manager because nobody did it.
    """

    class Status(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        SUPERSEDED = "superseded"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    source = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in TaskKind])
    owner_email = models.EmailField(max_length=254, blank=True)
    due_date = models.DateField()
    subject = models.CharField(max_length=300)
    script = models.TextField(blank=True)
    script_dates = models.JSONField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    outcome = models.CharField(max_length=16, choices=[(o.value, o.value) for o in TaskOutcome], blank=True)
    person = models.CharField(max_length=300, blank=True)
    outcome_date = models.DateField(null=True, blank=True)
    promise_date = models.DateField(null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    closed_by = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["due_date", "id"]
        indexes: ClassVar = [
            models.Index(fields=["owner_email", "due_date"], condition=Q(status="open"), name="desk_task_open"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="closed")
                | (~Q(outcome="") & ~Q(closed_by="") & Q(closed_at__isnull=False, outcome_date__isnull=False)),
                name="desk_task_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="reached") | (~Q(person="") & ~Q(note="")), name="desk_task_reached_names_a_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
