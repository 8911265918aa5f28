"""What is wrong with the sending of notices now, since when, and was the operator told?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Alarm(models.Model):
    """One fault of one subject, from when it was found until it is gone; told once.

    `telling_until` is the lease of whoever writes to the operators at this moment, `told` holds the digests of the
    addresses of those who were told, `told_at` says since when all were.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    check_name = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    telling_until = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=list, db_default=[])
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["raised_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_name", "subject"], condition=Q(ended_at__isnull=True), name="alarm_once_while_it_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_name} {self.subject}".strip()
