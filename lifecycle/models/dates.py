"""Which dates wait for a second person, because they would come earlier than was announced?"""

import uuid
from typing import ClassVar

from django.db import models

from lifecycle.models.plans import SunsetPlan


class DateRequest(models.Model):
    """Dates that one person asks for: `dates` by milestone, of the plan as it stood at `mark`. Answered once."""

    class Outcome(models.TextChoices):
        MOVED = "moved", "Moved"
        DECLINED = "declined", "Declined"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="date_requests")
    dates = models.JSONField()
    mark = models.CharField(max_length=64)
    reason = models.TextField()
    identity = models.CharField(max_length=254)
    name = models.CharField(max_length=300)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=8, blank=True, choices=Outcome.choices)

    class Meta:
        ordering: ClassVar = ["plan_id", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="date_request_reason_not_blank"),
            models.CheckConstraint(condition=~models.Q(identity=""), name="date_request_identity_not_blank"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, outcome="")
                | models.Q(answered_at__isnull=False) & ~models.Q(outcome=""),
                name="date_request_answered_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} by {self.name}"


class DateBacking(models.Model):
    """A person's yes to dates that were asked for; never edited."""

    request = models.ForeignKey(DateRequest, on_delete=models.CASCADE, related_name="backings")
    identity = models.CharField(max_length=254)
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["request_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "identity"], name="dates_backed_once_per_person"),
            models.CheckConstraint(condition=~models.Q(identity=""), name="date_backing_identity_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} by {self.name}"
