"""What was said about a retirement, what does it do to whom, and who answered for what depends on it?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from lifecycle.models.accounts import Account
from lifecycle.models.plans import SunsetPlan
from lifecycle.rules.assessment_entries import Group
from lifecycle.rules.feedback import Severity, Voice


class PlanRemark(models.Model):
    """Feedback from those nearest to customers, perhaps about one account (A6)."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="remarks")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    voice = models.CharField(max_length=12, choices=[(each.value, each.label) for each in Voice])
    severity = models.CharField(max_length=10, choices=[(each.value, each.label) for each in Severity])
    text = models.TextField()
    about = models.CharField(max_length=200, blank=True)
    said_by = models.CharField(max_length=200, blank=True)
    said_date = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan_id", "recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_text_not_blank"),
            models.CheckConstraint(condition=Q(voice__in=list(Voice)), name="remark_voice_known"),
            models.CheckConstraint(condition=Q(severity__in=list(Severity)), name="remark_severity_known"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.voice}"


class PlanEffect(models.Model):
    """What the retirement does to a group, with owner and follow-up (A22)."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="effects")
    group = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Group])
    text = models.TextField()
    owner = models.CharField(max_length=200, blank=True)
    follow_up_date = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["plan_id", "group", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="effect_text_not_blank"),
            models.CheckConstraint(condition=Q(group__in=list(Group)), name="effect_group_known"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.group}"


class DependantAnswer(models.Model):
    """Somebody answered for what depends on the module; `name` is as the plan file says it."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="dependant_answers")
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan_id", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "name"], name="dependant_answered_once"),
            models.CheckConstraint(condition=~Q(name=""), name="dependant_name_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.name}"
