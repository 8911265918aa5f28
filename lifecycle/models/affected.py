"""Who is touched by a retirement, by name, how far is each of them, and how many were left on which day?"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from lifecycle.models.accounts import Account
from lifecycle.models.plans import SunsetPlan
from lifecycle.rules.affected import LADDER, AffectedStatus, SubjectKind


class AffectedSubject(models.Model):
    """A person, integration, token or client version of an account that used the module of a plan.

    Counts and times come from activity alone. `modules`: everything it was seen to use; `through`: by which clients and
    integrations. A claim is what a person said; it moves no status. Personal data: `key` identifies.
    """

    uuid = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="affected")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in SubjectKind])
    key = models.CharField(max_length=300)
    status = models.CharField(max_length=12, choices=[(each.value, each.label) for each in LADDER])
    status_since_at = models.DateTimeField()
    count = models.PositiveBigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    modules = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    through = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    replacement_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=300, blank=True)
    claim_note = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["plan", "status", "last_at"], name="affected_by_status"),
            models.Index(fields=["plan", "last_at"], name="affected_by_last_use"),
            models.Index(fields=["plan", "reopened_at"], condition=Q(reopened_at__isnull=False), name="affected_back"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "account", "kind", "key"], name="affected_once"),
            models.CheckConstraint(condition=Q(status__in=list(LADDER)), name="affected_status_known"),
            models.CheckConstraint(condition=Q(kind__in=list(SubjectKind)), name="affected_kind_known"),
            models.CheckConstraint(condition=~Q(key=""), name="affected_key_not_blank"),
            models.CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="affected_last_later"),
            models.CheckConstraint(condition=Q(count__gte=1), name="affected_counted"),
            models.CheckConstraint(
                condition=~Q(status=AffectedStatus.NOTIFIED) | Q(told_at__isnull=False),
                name="affected_notified_was_told",
            ),
            models.CheckConstraint(
                condition=Q(claimed_at__isnull=True) | ~Q(claimed_by=""), name="affected_claimed_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.account_id}/{self.kind}"


class AffectedDay(models.Model):
    """Subjects by status at the end of a UTC day (of today: until now); the first row of a plan is its day 1."""

    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="affected_days")
    date = models.DateField()
    pending = models.PositiveBigIntegerField()
    notified = models.PositiveBigIntegerField()
    acknowledged = models.PositiveBigIntegerField()
    moving = models.PositiveBigIntegerField()
    clear = models.PositiveBigIntegerField()
    exempt = models.PositiveBigIntegerField()
    breakage_accepted = models.PositiveBigIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan_id", "date"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "date"], name="affected_day_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} at {self.date}"
