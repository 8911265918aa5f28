"""Which mailing is under way, did its first letters arrive well, and who stopped it or let it go on?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from notifications.models.approvals import NoticeApproval
from notifications.models.notices import Notice
from notifications.rules.runs import RunStatus


class SendRun(models.Model):
    """All contacts of one notice at one moment of the series, such as the announcement at 75 days.

    `judged_from`: outcomes of earlier attempts no longer count, since a person has looked at them.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    moment = models.CharField(max_length=60)
    date_revision = models.PositiveIntegerField()
    approval = models.ForeignKey(NoticeApproval, on_delete=models.PROTECT, related_name="runs")
    status = models.CharField(max_length=10, choices=[(s.value, s.value) for s in RunStatus])
    canary_size = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    judged_from = models.DateTimeField()
    halted_at = models.DateTimeField(null=True, blank=True)
    halted_by = models.CharField(max_length=300, blank=True)
    halt_reason = models.CharField(max_length=20, blank=True)
    halt_detail = models.TextField(blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.CharField(max_length=300, blank=True)
    resume_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "number"], name="send_run_number_once"),
            models.UniqueConstraint(fields=["notice", "moment", "date_revision"], name="send_run_once"),
            models.CheckConstraint(condition=Q(status__in=list(RunStatus)), name="send_run_status_known"),
            models.CheckConstraint(
                condition=~Q(status="halted") | (Q(halted_at__isnull=False) & ~Q(halted_by="") & ~Q(halt_reason="")),
                name="send_run_halted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True) | (~Q(resumed_by="") & ~Q(resume_reason="")),
                name="send_run_resumed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} run {self.number}"
