"""What is said in a retirement, who must be reached by it, and which contacts are planned?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from lifecycle.rules.milestones import MilestoneKind
from notifications.models.row_rules import IsOneOf, IsThere, Same
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.statuses import NOBODY, ObligationStatus, TouchpointStatus

_CODES = [(each.value, each.label) for each in NoticeCode]
_CHANNELS = [(each.value, each.label) for each in Channel]


class Notice(models.Model):
    """What one plan says; `content_sha` names the wording. Portal and API name a notice by its uuid."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20, choices=_CODES)
    version = models.PositiveSmallIntegerField(default=1)
    content_sha = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "code", "version"], name="notice_once_per_version"),
            models.CheckConstraint(condition=Q(code__in=list(NoticeCode)), name="notice_code_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Obligation(models.Model):
    """An account that must be reached by a mandatory notice; several channels and contacts settle it once.

    `floor_date` is the last day on which being told still keeps the notice floor; None where no floor counts from it.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="obligations")
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    date_revision = models.PositiveIntegerField()
    due_date = models.DateField()
    floor_date = models.DateField(null=True, blank=True)
    status = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in ObligationStatus], default=ObligationStatus.OPEN
    )
    reached_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "account", "date_revision"], name="obligation_once"),
            models.CheckConstraint(condition=Q(status__in=list(ObligationStatus)), name="obligation_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["reached", "acknowledged"]) | Q(reached_at__isnull=False),
                name="obligation_reached_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="waived") | (~Q(waived_by="") & ~Q(reason="")), name="obligation_waived_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}/{self.account_id} r{self.date_revision}"


class Touchpoint(models.Model):
    """A planned contact through one channel. `told_dates` is set when a message may have been read, with its dates.

    `run` is the mailing that it left with, where a second person's approval is asked for.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="touchpoints", db_index=False)
    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, null=True, blank=True, related_name="touchpoints"
    )
    step = models.CharField(max_length=60)
    channel = models.CharField(max_length=20, choices=_CHANNELS)
    anchor = models.CharField(max_length=20, choices=[(k.value, k.label) for k in MilestoneKind])
    date_revision = models.PositiveIntegerField()
    day = models.DateField()
    due_at = models.DateTimeField()
    late_until = models.DateField(null=True, blank=True)
    status = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in TouchpointStatus], default=TouchpointStatus.PLANNED
    )
    reason = models.CharField(max_length=200, blank=True)
    run = models.ForeignKey(
        "notifications.SendRun",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="touchpoints",
        db_index=False,
    )
    is_canary = models.BooleanField(default=False, db_default=False)
    told_at = models.DateTimeField(null=True, blank=True)
    told_dates = models.JSONField(null=True, blank=True)
    served_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["plan", "account"], name="touchpoint_of_account"),
            models.Index(fields=["due_at"], condition=Q(status="planned"), name="touchpoint_due"),
            models.Index(fields=["run"], condition=Q(run__isnull=False), name="touchpoint_of_run"),
            models.Index(
                fields=["account"], condition=Q(status="released", reason=NOBODY), name="touchpoint_without_anybody"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "account", "step", "date_revision"], name="touchpoint_once"),
            models.CheckConstraint(condition=IsOneOf("status", *TouchpointStatus), name="touchpoint_status_known"),
            models.CheckConstraint(condition=IsOneOf("channel", *Channel), name="touchpoint_channel_known"),
            models.CheckConstraint(
                condition=~Q(status="served") | Q(served_at__isnull=False, told_at__isnull=False),
                name="touchpoint_served_was_told",
            ),
            models.CheckConstraint(
                condition=Same(IsThere("told_at"), IsThere("told_dates")), name="touchpoint_told_with_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.account_id}"

    @property
    def is_mandatory(self) -> bool:
        return self.obligation_id is not None
