"""Which ways to go about a retirement are weighed, at what cost, with how good a replacement?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from lifecycle.models.plans import SunsetPlan
from lifecycle.rules.capabilities import Coverage
from lifecycle.rules.cost import DEFAULT_RESERVE, MONTHLY, ONCE
from lifecycle.rules.scorecard import BEST, MOST_WEIGHT, Aspect, Readiness

AMOUNTS = (*MONTHLY, *ONCE)


class Scenario(models.Model):
    """One way: replacement, dates, costs. `is_main` is the plan's own; its empty fields read as the plan says (A4)."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="scenarios")
    key = models.SlugField(max_length=40)
    is_main = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    replacement = models.CharField(max_length=200, blank=True)
    readiness = models.CharField(
        max_length=10, choices=[(each.value, each.label) for each in Readiness], default=Readiness.UNKNOWN
    )
    announce_date = models.DateField(null=True, blank=True)
    off_date = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    infrastructure = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    people = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    defects = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    running = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    direct = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    indirect = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    reserve = models.DecimalField(max_digits=5, decimal_places=4, default=DEFAULT_RESERVE)
    reserve_reason = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan_id", "-is_main", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="scenario_key_once_per_plan"),
            models.UniqueConstraint(fields=["plan"], condition=Q(is_main=True), name="scenario_one_main_per_plan"),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_name_not_blank"),
            models.CheckConstraint(condition=Q(readiness__in=list(Readiness)), name="scenario_readiness_known"),
            models.CheckConstraint(condition=Q(reserve__gte=0, reserve__lte=1), name="scenario_reserve_is_a_share"),
            models.CheckConstraint(
                condition=Q(announce_date__isnull=True) | Q(off_date__isnull=True) | Q(announce_date__lt=F("off_date")),
                name="scenario_announced_before_off",
            ),
            models.CheckConstraint(
                condition=Q(*(Q(**{f"{each}__isnull": True}) | Q(**{f"{each}__gte": 0}) for each in AMOUNTS)),
                name="scenario_amounts_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.key}"


class ScenarioScore(models.Model):
    """What the replacement of a scenario is worth on one of the nine criteria; `value` null is unknown (A5)."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="scores")
    aspect = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Aspect])
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    evidence = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    as_of = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["scenario_id", "aspect"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "aspect"], name="score_once_per_aspect"),
            models.CheckConstraint(condition=Q(aspect__in=list(Aspect)), name="score_aspect_known"),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__lte=BEST), name="score_at_most_five"),
            models.CheckConstraint(condition=Q(weight__lte=MOST_WEIGHT), name="score_weight_at_most_ten"),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(as_of__isnull=False), name="score_says_when"),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}: {self.aspect}"


class ModuleCapability(models.Model):
    """What the module can do, and whether the replacement of a scenario does it too (A5)."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="capabilities")
    name = models.CharField(max_length=200)
    coverage = models.CharField(max_length=10, choices=[(each.value, each.label) for each in Coverage])
    is_essential = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["scenario_id", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "name"], name="capability_once_per_scenario"),
            models.CheckConstraint(condition=Q(coverage__in=list(Coverage)), name="capability_coverage_known"),
            models.CheckConstraint(condition=~Q(name=""), name="capability_name_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}: {self.name}"
