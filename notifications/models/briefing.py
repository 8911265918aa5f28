"""What do our own people know before the first customer hears, and which team confirmed it?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Briefing(models.Model):
    """One wording and the answers to likely questions, the same for every team; `text_sha` names both."""

    plan = models.OneToOneField("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    wording = models.TextField()
    answers = models.TextField(blank=True)
    text_sha = models.CharField(max_length=64)
    written_by = models.CharField(max_length=300)
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(wording=""), name="briefing_has_a_wording")]

    def __str__(self) -> str:
        return f"{self.plan_id}"


class BriefedTeam(models.Model):
    """A team that must know. `text_sha` is what its person confirmed; another wording is confirmed anew.

    Personal data: `person_email` and `confirmed_by` identify staff.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=100)
    person_email = models.EmailField(max_length=254, blank=True)
    text_sha = models.CharField(max_length=64, blank=True)
    confirmed_by = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["briefing", "name"], name="briefed_team_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, text_sha="")
                | (Q(confirmed_at__isnull=False) & ~Q(text_sha="") & ~Q(confirmed_by="")),
                name="briefed_team_confirmed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name
