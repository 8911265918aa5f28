"""What does the host product show to whom, who moves together, and who still tries after the end?"""

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from lifecycle.models.accounts import Account
from lifecycle.models.plans import SunsetPlan
from lifecycle.rules.stages import SwitchLevel

LEVELS = [(level.value, level.key) for level in SwitchLevel]


class Switch(models.Model):
    """Desired and observed level of a plan's module, per account; a row without account is the default for all.

    `equal_reads` counts consecutive reads in which observed equals desired: done is two, not "call sent".
    """

    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="switches")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    desired = models.PositiveSmallIntegerField(choices=LEVELS)
    observed = models.PositiveSmallIntegerField(choices=LEVELS, null=True, blank=True)
    observed_at = models.DateTimeField(null=True, blank=True)
    equal_reads = models.PositiveSmallIntegerField(default=0)
    desired_at = models.DateTimeField()
    last_error = models.CharField(max_length=500, blank=True)
    held_at_stage = models.CharField(max_length=16, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "account"], name="switch_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(lease_until__isnull=True, lease_token__isnull=True)
                | models.Q(lease_until__isnull=False, lease_token__isnull=False),
                name="switch_lease_has_token",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.account_id}"

    @property
    def is_observed(self) -> bool:
        return self.equal_reads >= 2 and self.observed == self.desired


class Wave(models.Model):
    """A group of accounts that move together; the pilot is the first."""

    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="waves")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    starts_date = models.DateField(null=True, blank=True)
    accounts: "models.ManyToManyField[Account, models.Model]" = models.ManyToManyField(Account, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "position"], name="wave_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.position}"


class Brownout(models.Model):
    """A short dated outage before the end. `opened_at`: when it was first seen to run; `revision` counts changes."""

    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="brownouts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revision = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_early_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "starts_at"], name="brownout_once"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="brownout_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} at {self.starts_at:%Y-%m-%d %H:%M}"


class Straggler(models.Model):
    """Who still tries after the end, by account, subject and caller; counted without cap."""

    uuid = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="stragglers")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    caller = models.CharField(max_length=200, blank=True)
    count = models.PositiveBigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "account", "subject", "caller"], name="straggler_once"),
            models.CheckConstraint(condition=models.Q(last_at__gte=models.F("first_at")), name="straggler_last_later"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="straggler_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.account_id}"
