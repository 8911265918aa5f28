"""Which days does a place or a customer work unlike the public table, and by which table was a plan counted?"""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class CalendarDay(models.Model):
    """One day of a place ('CN', 'DE-BY') or of one account; it goes before the public table."""

    place = models.CharField(max_length=6, blank=True)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    date = models.DateField()
    is_worked = models.BooleanField()
    source = models.CharField(max_length=300)
    set_by = models.CharField(max_length=300)
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["date", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(account__isnull=True) ^ Q(place=""), name="calendar_day_of_a_place_or_an_account"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="calendar_day_has_a_source"),
            models.UniqueConstraint(
                fields=["place", "date"], condition=Q(account__isnull=True), name="calendar_day_once_per_place"
            ),
            models.UniqueConstraint(
                fields=["account", "date"], condition=Q(account__isnull=False), name="calendar_day_once_per_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place or self.account_id} {self.date.isoformat()}"


class PlanCalendar(models.Model):
    """The table that a plan's days were last counted by. `gaps` names places that it does not cover to the end."""

    plan = models.OneToOneField("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    version = models.CharField(max_length=100)
    assumed_accounts = models.PositiveIntegerField(default=0)
    gaps = models.JSONField(default=list)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.version}"
