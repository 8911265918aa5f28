"""Which users look like programs that flood, and what did a person decide about them?"""

import uuid
from typing import ClassVar

from django.db import models

from analytics.models.activity import KEY_LENGTH


class FloodDecision(models.TextChoices):
    """Until somebody decides, the user does not count, and silence around it proves nothing."""

    OPEN = "open", "Open"
    BOT = "bot", "Does not count"
    PERSON = "person", "Counts again"


class FlaggedUser(models.Model):
    """A user far above all others of its account: not counted among users, its events stay counted.

    `peak` is its most events of a day on `peak_date`; `usual` the account's 99th percentile without it.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account_key = models.CharField(max_length=128)
    user = models.CharField(max_length=256)
    module_key = models.CharField(max_length=KEY_LENGTH)
    peak = models.PositiveBigIntegerField()
    peak_date = models.DateField()
    usual = models.PositiveBigIntegerField()
    decision = models.CharField(max_length=8, choices=FloodDecision.choices, default=FloodDecision.OPEN)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    flagged_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["module_key", "account_key", "user"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account_key", "user", "module_key"], name="flagged_user_once"),
            models.CheckConstraint(
                condition=models.Q(decision="open", decided_at=None, decided_by="")
                | ~models.Q(decision="open") & models.Q(decided_at__isnull=False) & ~models.Q(decided_by=""),
                name="flagged_user_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_key}/{self.user} on {self.module_key}"
