"""From which use does a retirement start, and how much of it is left each day?"""

from typing import ClassVar

from django.db import models

from analytics.models.activity import UsageSnapshot


class UsageBaseline(models.Model):
    """Use on the last complete day before the announcement; frozen. The snapshot holds every account's figures.

    None is unknown: a feed was silent on that day.
    """

    plan = models.OneToOneField("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    as_of_date = models.DateField()
    users_28 = models.PositiveBigIntegerField(null=True)
    accounts_28 = models.PositiveBigIntegerField(null=True)
    events_28 = models.PositiveBigIntegerField(null=True)
    snapshot = models.ForeignKey(UsageSnapshot, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.plan_id} from {self.as_of_date}"


class BurnDownDay(models.Model):
    """What was left on a UTC day, in its last 28 days. `accounts_left`: of the accounts of the baseline, those in use.

    None is unknown, never zero.
    """

    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    date = models.DateField()
    users_28 = models.PositiveBigIntegerField(null=True)
    accounts_28 = models.PositiveBigIntegerField(null=True)
    accounts_left = models.PositiveBigIntegerField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan_id", "date"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "date"], name="burn_down_once_a_day")]

    def __str__(self) -> str:
        return f"{self.plan_id} at {self.date}"
