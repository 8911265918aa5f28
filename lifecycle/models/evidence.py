"""What is known, since when, from where; and who decided on it?"""

import uuid
from typing import ClassVar

from django.db import models

from lifecycle.models.accounts import Account
from lifecycle.models.plans import SunsetPlan


class Evidence(models.Model):
    """A dated fact pushed down by its producer; the newest per (plan, criterion, account) counts. Only ever added.

    `value` null means unknown, which is never zero. `subject` null speaks of the plan as a whole.
    """

    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="evidence")
    criterion = models.CharField(max_length=40)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    value = models.JSONField(null=True)
    as_of = models.DateTimeField()
    source = models.CharField(max_length=200)
    detail = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["plan", "criterion", "account", "-as_of", "-id"], name="evidence_newest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(source=""), name="evidence_source_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} of {self.plan_id}"


class Approval(models.Model):
    """A person's yes to one move, bound to the hash of what was seen; withdrawn, never edited."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="approvals")
    to_stage = models.CharField(max_length=16)
    plan_hash = models.CharField(max_length=64)
    identity = models.CharField(max_length=254)
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=16)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "to_stage", "plan_hash", "identity"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="approval_once_per_person",
            ),
            models.CheckConstraint(condition=~models.Q(identity=""), name="approval_identity_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} to {self.to_stage}"


class DecisionRecord(models.Model):
    """Why a module goes, or stays: who decided, when, on which frozen evidence (A6)."""

    class Outcome(models.TextChoices):
        RETIRE = "retire"
        POSTPONE = "postpone"
        REFUSE = "refuse"
        REVERSE = "reverse"

    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    rationale = models.TextField()
    options = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)
    decided_by = models.CharField(max_length=300)
    at = models.DateTimeField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(rationale=""), name="decision_rationale_not_blank"),
            models.CheckConstraint(
                condition=~models.Q(outcome="postpone") | models.Q(until_date__isnull=False),
                name="decision_postponed_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.outcome}"


class Exemption(models.Model):
    """Leave for one account, with a hard end: to go on using (`access`) or to pass one criterion on record."""

    class Kind(models.TextChoices):
        ACCESS = "access"
        CRITERION = "criterion"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="exemptions")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    criterion = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    owner_email = models.EmailField(max_length=254, blank=True, help_text="Who looks after it until its end.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    granted_by = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="exemption_reason_not_blank"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="exemption_ends_later"),
            models.CheckConstraint(
                condition=models.Q(kind="access", criterion="") | models.Q(kind="criterion") & ~models.Q(criterion=""),
                name="exemption_names_its_criterion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.account_id}"
