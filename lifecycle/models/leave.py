"""Which leave waits for a second person?"""

import uuid
from typing import ClassVar

from django.db import models

from lifecycle.models.accounts import Account
from lifecycle.models.evidence import Exemption
from lifecycle.models.plans import SunsetPlan


class LeaveRequest(models.Model):
    """One person's half of a leave that takes two. `criterion` '' asks for access; answered once, then kept."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SunsetPlan, on_delete=models.CASCADE, related_name="leave_requests")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    criterion = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    owner_email = models.EmailField(max_length=254, blank=True)
    ends_at = models.DateTimeField()
    identity = models.CharField(max_length=254)
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=16)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=300, blank=True)
    exemption = models.OneToOneField(
        Exemption, on_delete=models.RESTRICT, null=True, blank=True, related_name="request"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="leave_request_reason_not_blank"),
            models.CheckConstraint(condition=~models.Q(identity=""), name="leave_request_identity_not_blank"),
            models.CheckConstraint(
                condition=models.Q(exemption__isnull=True) | models.Q(answered_at__isnull=False),
                name="leave_request_granted_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.account_id}"
