"""Which retirement is under way, at which stage, with which dates?"""

import uuid
from typing import ClassVar

from django.db import models

from lifecycle.models.modules import Module
from lifecycle.rules.effective_stage import PlanPosition
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import ENDED, Stage


class RetirementReason(models.TextChoices):
    ARCHITECTURE = "architecture", "Architecture upgrade"
    DEMAND = "demand", "Demand shift"
    COMPLIANCE = "compliance", "Compliance or security"
    STRATEGY = "strategy", "Strategy"


class PlanQuerySet(models.QuerySet["SunsetPlan"]):
    def active(self) -> "PlanQuerySet":
        return self.exclude(stage__in=list(ENDED))


class SunsetPlan(models.Model):
    """One retirement. `document` is the plan file as applied; `revision` counts its changes."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64, unique=True)
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="plans")
    stage = models.CharField(max_length=16, choices=[(s.value, s.label) for s in Stage], default=Stage.DRAFT)
    paused_from = models.CharField(max_length=16, blank=True)
    skipped = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=1)
    policy = models.CharField(max_length=64)
    reason_kind = models.CharField(max_length=16, choices=RetirementReason.choices)
    reason = models.TextField()
    timezone = models.CharField(max_length=64, default="UTC")
    document = models.TextField(blank=True)
    settings = models.JSONField(default=dict, blank=True)
    author = models.ForeignKey("lifecycle.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    helper_name = models.CharField(max_length=200, blank=True)
    helper_email = models.EmailField(max_length=254, blank=True)
    stage_since_at = models.DateTimeField()
    created_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["module"],
                condition=~models.Q(stage__in=sorted(ENDED)),
                name="plan_one_active_per_module",
            ),
            models.CheckConstraint(condition=models.Q(stage__in=list(Stage)), name="plan_stage_known"),
            models.CheckConstraint(
                condition=models.Q(stage=Stage.PAUSED) & ~models.Q(paused_from="")
                | ~models.Q(stage=Stage.PAUSED) & models.Q(paused_from=""),
                name="plan_paused_from_a_stage",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="plan_reason_not_blank"),
            models.CheckConstraint(condition=~models.Q(policy=""), name="plan_policy_not_blank"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def position(self) -> PlanPosition:
        return PlanPosition(
            stage=Stage(self.stage),
            paused_from=Stage(self.paused_from) if self.paused_from else None,
            skipped=self.skipped_stages,
        )

    @property
    def skipped_stages(self) -> frozenset[Stage]:
        return frozenset(Stage(name) for name in self.skipped)


class Milestone(models.Model):
    """A dated promise: a day with local time in the plan's zone. One row; a move raises `revision`.

    `rank` is the kind's place in the order of promises; a trigger refuses dates out of that order at commit.
    """

    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in MilestoneKind])
    rank = models.PositiveSmallIntegerField()
    date = models.DateField()
    local_time = models.TimeField()
    revision = models.PositiveIntegerField(default=1)
    moved_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["plan_id", "rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "kind"], name="milestone_once_per_plan"),
            models.CheckConstraint(
                condition=models.Q(date__gte="2000-01-01", date__lte="2200-12-31"), name="milestone_date_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.kind}"


class MilestoneMove(models.Model):
    """A date that was moved: which, from when to when, why. Only ever added."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="moves")
    old_date = models.DateField()
    new_date = models.DateField()
    revision = models.PositiveIntegerField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["milestone", "revision"], name="milestone_move_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="milestone_move_reason_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} r{self.revision}"
