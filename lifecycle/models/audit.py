"""What was done, by whom, when, and can it be rewritten unseen?"""

import uuid
from typing import ClassVar

from django.db import models

from lifecycle.models.accounts import Account


class AuditEvent(models.Model):
    """An act, written in the act's own transaction. Only ever added. `body` is canonical JSON (RFC 8785 subset)."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    plan_key = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=100)
    actor = models.CharField(max_length=300)
    subject = models.CharField(max_length=200)
    at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["plan_key", "-id"], name="audit_of_plan"),
            models.Index(fields=["account", "-id"], name="audit_of_account"),
        ]

    def __str__(self) -> str:
        return self.action


class AuditLink(models.Model):
    """The place of a committed act in the hash chain; `seq` has no gaps. Only ever added, by one sequencer."""

    seq = models.PositiveBigIntegerField(unique=True)
    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="link")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    linked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="audit_link_starts_at_one"),
        ]

    def __str__(self) -> str:
        return f"#{self.seq}"


class AuditHead(models.Model):
    """One signed checkpoint of the chain: its length and last hash. Cutting the tail contradicts it."""

    size = models.PositiveBigIntegerField(unique=True)
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["size"]

    def __str__(self) -> str:
        return f"{self.size}"


class Heartbeat(models.Model):
    """When did a part of the muscle last show life, and between which two signs was it silent for long?"""

    name = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    silent_since = models.DateTimeField(null=True, blank=True)
    silent_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
