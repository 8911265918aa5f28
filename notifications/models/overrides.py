"""Which words of a notice that must go out did somebody allow though they read like selling, and on which ground?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from notifications.rules.notice_codes import NoticeCode


class LegalOverride(models.Model):
    """A named person answers for these very words in one notice of one plan; taken back, never edited."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20, choices=[(each.value, each.label) for each in NoticeCode])
    words = models.CharField(max_length=80)
    basis = models.CharField(max_length=300)
    reason = models.TextField()
    by = models.CharField(max_length=300)
    at = models.DateTimeField()
    ended_by = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "code", "words"], condition=Q(ended_at__isnull=True), name="legal_override_once"
            ),
            models.CheckConstraint(condition=Q(code__in=list(NoticeCode)), name="legal_override_code_known"),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(basis="") & ~Q(reason="") & ~Q(by=""), name="legal_override_on_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.words}"
