"""Which steps were taken because nobody answered, and who let a duty to reach somebody go?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from notifications.models.answers import DeskTask
from notifications.models.deliveries import Delivery
from notifications.models.notices import Obligation
from notifications.rules.ladder_steps import Action, Trigger


class Escalation(models.Model):
    """One step of the ladder for one obligation, taken once. Closed when somebody of the account answers.

    `done_at` is when the step was taken, `closed_at` when it stopped mattering; `note` says what was done in a word.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="escalations")
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=24)
    trigger = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Trigger])
    action = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Action])
    due_date = models.DateField()
    task = models.ForeignKey(DeskTask, on_delete=models.SET_NULL, null=True, blank=True, related_name="escalations")
    delivery = models.ForeignKey(Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["done_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["obligation", "step"], name="escalation_once"),
            models.CheckConstraint(condition=Q(action__in=list(Action)), name="escalation_action_known"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id}/{self.step}"


class Waiver(models.Model):
    """Somebody let an account go unreached, and why. Of a key account it counts once a second person agreed."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="waivers")
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    asked_by = models.CharField(max_length=300)
    asked_identity = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=300, blank=True)
    agreed_identity = models.CharField(max_length=254, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["obligation"], condition=Q(agreed_at__isnull=True), name="waiver_asked_once"
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(asked_by=""), name="waiver_has_reason_and_person"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_identity="")
                | (Q(agreed_at__isnull=False) & ~Q(agreed_identity="") & ~Q(agreed_identity=F("asked_identity"))),
                name="waiver_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
