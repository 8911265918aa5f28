"""Which account's content moves to the replacement, how far is it, and what became of each object?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from portability.models.content import HASH_LENGTH, Snapshot
from portability.rules.transfer_status import OPEN, STOPPED, UNRESOLVED, WRONG, ObjectStatus, TransferStatus


class Transfer(models.Model):
    """The content of one account on its way to the replacement of a plan's module: the row is the job.

    `target` is an address without credentials. `limits` and `losses` are what the last dry run found; what of it was
    accepted, and by whom, stands beside them. A signature under the differences goes with the next verification.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=1000)
    status = models.CharField(max_length=12, choices=[(s.value, s.value) for s in TransferStatus], default="draft")
    reason = models.CharField(max_length=1000, blank=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    limits = models.JSONField(default=dict)
    losses = models.JSONField(default=list)
    accepted = models.JSONField(default=list)
    accepted_by = models.CharField(max_length=300, blank=True)
    objects_total = models.PositiveBigIntegerField(default=0)
    opened_by = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    rehearsed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=300, blank=True)
    signed_words = models.TextField(blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=list(TransferStatus)), name="transfer_status_known"),
            models.CheckConstraint(condition=~Q(target=""), name="transfer_has_target"),
            models.UniqueConstraint(
                fields=["plan", "account"], condition=Q(status__in=sorted(OPEN)), name="transfer_one_open"
            ),
            models.CheckConstraint(
                condition=(Q(rehearsed_at__isnull=True) | Q(rehearsed_at__gte=F("opened_at")))
                & (Q(started_at__isnull=True) | Q(rehearsed_at__isnull=False, started_at__gte=F("rehearsed_at")))
                & (Q(completed_at__isnull=True) | Q(started_at__isnull=False, completed_at__gte=F("started_at")))
                & (Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("opened_at"))),
                name="transfer_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status="completed") | Q(completed_at__isnull=False, verified_at__isnull=False),
                name="transfer_completed_is_verified",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(STOPPED)) | Q(stopped_at__isnull=False), name="transfer_stopped_when"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["plan", "account"], name="transfer_of_plan")]

    def __str__(self) -> str:
        return str(self.uuid)


class TransferObjectQuerySet(models.QuerySet["TransferObject"]):
    def unresolved(self) -> "TransferObjectQuerySet":
        return self.filter(status__in=sorted(UNRESOLVED))

    def wrong(self) -> "TransferObjectQuerySet":
        return self.filter(status__in=sorted(WRONG))


class TransferObject(models.Model):
    """One thing to write at the target: (kind, source id, part) there becomes `target_id`.

    `checksum` is sha256 of the bytes that are sent; `found_checksum` of what verification found instead ('' = nothing).
    `idempotency_key` is committed before the first attempt; each repair (`round`) has one of its own. `fence` grows
    with each claim. `turn` keeps parents before children; `position` is the place in the snapshot.
    """

    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="objects_sent")
    kind = models.CharField(max_length=16)
    source_id = models.CharField(max_length=1000)
    part = models.PositiveIntegerField(default=0)
    turn = models.PositiveSmallIntegerField()
    position = models.PositiveBigIntegerField()
    status = models.CharField(max_length=10, choices=[(s.value, s.value) for s in ObjectStatus])
    reason = models.CharField(max_length=500, blank=True)
    checksum = models.CharField(max_length=HASH_LENGTH, blank=True)
    found_checksum = models.CharField(max_length=HASH_LENGTH, blank=True)
    idempotency_key = models.CharField(max_length=HASH_LENGTH, unique=True)
    round = models.PositiveIntegerField(default=0)
    target_id = models.CharField(max_length=1000, blank=True)
    tries = models.PositiveIntegerField(default=0)
    fence = models.PositiveBigIntegerField(default=0)
    lease_until_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    objects = TransferObjectQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["transfer_id", "turn", "position", "part"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer", "kind", "source_id", "part"], name="transfer_object_once"),
            models.CheckConstraint(condition=Q(status__in=list(ObjectStatus)), name="transfer_object_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["written", "verified"]) | ~Q(target_id="") & ~Q(checksum=""),
                name="transfer_object_written_is_named",
            ),
            models.CheckConstraint(
                condition=~Q(status="sending") | Q(lease_until_at__isnull=False),
                name="transfer_object_sending_is_leased",
            ),
            models.CheckConstraint(condition=~Q(idempotency_key=""), name="transfer_object_has_key"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["transfer", "status", "turn", "position", "part"], name="transfer_object_due")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}/{self.part}"


class TransferDecline(models.Model):
    """An account wants nothing transferred, and said so in writing. Only ever added."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    declined_by = models.CharField(max_length=300)
    declined_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="transfer_decline_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: declined"
