"""Where do copies of what happens go, and which copy is still to be passed on?

A copy is never proof: what an account must hear goes through deliveries.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from notifications.rules.copies import CopyStatus, EndpointStatus


class WebhookEndpoint(models.Model):
    """An account's own address for events. `sealed` is its secret; `sealed_before` still signs while it rotates."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    url = models.URLField(max_length=500)
    sealed = models.TextField()
    sealed_before = models.TextField(blank=True)
    status = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in EndpointStatus], default=EndpointStatus.ACTIVE
    )
    reason = models.CharField(max_length=300, blank=True)
    created_by = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(sealed=""), name="webhook_endpoint_has_a_secret"),
            models.CheckConstraint(
                condition=Q(status="active", ended_at__isnull=True) | (~Q(status="active") & Q(ended_at__isnull=False)),
                name="webhook_endpoint_ends_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class ChatTarget(models.Model):
    """A room that staff chose for copies of milestones. `sealed` is its address, encrypted: it holds credentials.

    `heard_seq` is how far it has heard of the chain of acts.
    """

    name = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    heard_seq = models.PositiveBigIntegerField(default=0)
    created_by = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(sealed=""), name="chat_target_is_named"),
        ]

    def __str__(self) -> str:
        return self.name


class EventCopy(models.Model):
    """One event for one webhook or one room: `uuid` is its name on every attempt, `body` the very bytes to sign.

    `source` makes it once; `said` is what a webhook has heard of a plan, so that the next event is told from it.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=120, unique=True)
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, null=True, blank=True, related_name="copies"
    )
    chat = models.ForeignKey(ChatTarget, on_delete=models.CASCADE, null=True, blank=True, related_name="copies")
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    type = models.CharField(max_length=60)
    said = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    status = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in CopyStatus], default=CopyStatus.READY
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=300, blank=True)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["not_before", "id"], condition=Q(status="ready"), name="event_copy_ready"),
            models.Index(fields=["lease_until"], condition=Q(status="sending"), name="event_copy_leased"),
            models.Index(fields=["endpoint", "plan", "-id"], name="event_copy_of_endpoint"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=list(CopyStatus)), name="event_copy_status_known"),
            models.CheckConstraint(
                condition=Q(endpoint__isnull=False, account__isnull=False, chat__isnull=True)
                | Q(endpoint__isnull=True, account__isnull=True, chat__isnull=False),
                name="event_copy_to_one_place",
            ),
            models.CheckConstraint(
                condition=Q(status="sending", lease_until__isnull=False, lease_token__isnull=False)
                | (~Q(status="sending") & Q(lease_until__isnull=True, lease_token__isnull=True)),
                name="event_copy_leased_while_sent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
