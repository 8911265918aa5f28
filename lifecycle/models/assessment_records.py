"""How did an assessment change, which risk did two people take, and on what did a decision rest?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from lifecycle.models.evidence import DecisionRecord
from lifecycle.models.plans import SunsetPlan


class AssessmentChange(models.Model):
    """One edit with what stood there before and after; null is nothing. Only ever added, so that it can be undone."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="assessment_changes")
    kind = models.CharField(max_length=20)
    row = models.UUIDField()
    scenario = models.CharField(max_length=40, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan_id", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(by=""), name="assessment_change_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.kind}"


class RiskTaken(models.Model):
    """One criterion of the plan as a whole let pass on record until a day; counts once two people stand behind it."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="risks")
    criterion = models.CharField(max_length=40)
    reason = models.TextField()
    asked_by = models.CharField(max_length=300)
    at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["plan_id", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="risk_reason_not_blank"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("at")), name="risk_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.criterion}"


class RiskBacking(models.Model):
    """A person's yes to a risk; never edited."""

    risk = models.ForeignKey(RiskTaken, on_delete=models.CASCADE, related_name="backings")
    identity = models.CharField(max_length=254)
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["risk_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["risk", "identity"], name="risk_backed_once_per_person"),
            models.CheckConstraint(condition=~Q(identity=""), name="risk_backing_identity_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.risk_id} by {self.name}"


class DecisionDossier(models.Model):
    """Everything that lay on the table when a decision was taken, with the hash of its text. Only ever added (A6)."""

    decision = models.OneToOneField(DecisionRecord, on_delete=models.CASCADE, related_name="dossier")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.decision_id}"
