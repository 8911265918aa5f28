"""Who asked for which content, how far is it, and who fetched it?"""

import uuid
from typing import ClassVar

from django.db import models

from portability.models.content import HASH_LENGTH, Snapshot
from portability.rules.export_status import OPEN, ExportStatus


class ExportQuerySet(models.QuerySet["Export"]):
    def open(self) -> "ExportQuerySet":
        return self.filter(status__in=sorted(OPEN))

    def unresolved(self) -> "ExportQuerySet":
        """Whatever keeps a gate shut: still wanted, or failed and not taken up again."""
        return self.filter(status__in=sorted({*OPEN, ExportStatus.FAILED}))


class Export(models.Model):
    """A request for an account's content, and the job that fulfils it: the row is the job.

    `fence` grows with each claim; whoever holds an older one can commit nothing. `request` is what lies in the
    package as request.json.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    request = models.JSONField()
    request_sha256 = models.CharField(max_length=HASH_LENGTH)
    status = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ExportStatus])
    reason = models.CharField(max_length=1000, blank=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_complete = models.BooleanField(null=True, blank=True)
    chunk_records = models.PositiveIntegerField(default=5_000)
    chunks_total = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    fence = models.PositiveBigIntegerField(default=0)
    lease_until_at = models.DateTimeField(null=True, blank=True)
    requested_by = models.CharField(max_length=300)
    requested_identity = models.CharField(max_length=300)
    requested_at = models.DateTimeField()
    progressed_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    downloaded_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    package_sha256 = models.CharField(max_length=HASH_LENGTH, blank=True)
    package_bytes = models.PositiveBigIntegerField(default=0)
    summary = models.JSONField(default=dict)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(status__in=list(ExportStatus)), name="export_status_known"),
            models.CheckConstraint(
                condition=~models.Q(status="ready")
                | models.Q(ready_at__isnull=False, expires_at__isnull=False, is_complete__isnull=False)
                & ~models.Q(package_sha256=""),
                name="export_ready_is_whole",
            ),
            models.CheckConstraint(condition=models.Q(chunk_records__gt=0), name="export_chunk_records_positive"),
            models.UniqueConstraint(
                fields=["account", "request_sha256"],
                condition=models.Q(status__in=sorted(OPEN)),
                name="export_one_open_per_request",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-requested_at"], name="export_of_account")]

    def __str__(self) -> str:
        return str(self.uuid)


class ExportChunk(models.Model):
    """A committed part of the work: which segments of the snapshot it covers and the hash of what it wrote."""

    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="chunks")
    n = models.PositiveIntegerField()
    first_position = models.PositiveIntegerField()
    last_position = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=HASH_LENGTH)
    size_bytes = models.PositiveBigIntegerField()
    records = models.PositiveBigIntegerField()
    committed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["export_id", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["export", "n"], name="export_chunk_once"),
            models.CheckConstraint(
                condition=models.Q(last_position__gte=models.F("first_position")), name="export_chunk_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.export_id}/{self.n}"


class DownloadTicket(models.Model):
    """Leave to fetch one package, once, for a short time, by one person. Only the hash of its secret is kept.

    `delivered_bytes`: how much of the package, from its first byte on, this person has taken without a gap.
    """

    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="+")
    identity = models.CharField(max_length=300)
    secret_sha256 = models.CharField(max_length=HASH_LENGTH, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    delivered_bytes = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")), name="download_ticket_ends_later"
            ),
            models.CheckConstraint(condition=~models.Q(identity=""), name="download_ticket_has_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id}"


class Settlement(models.Model):
    """How an account's export was settled without a download: declined in writing, or archived for them.

    Only ever added; `words` is what they wrote, or why we archived.
    """

    class Kind(models.TextChoices):
        DECLINED = "declined", "declined in writing"
        ARCHIVED = "archived", "archived for them after the deadline"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField()
    settled_by = models.CharField(max_length=300)
    settled_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=["declined", "archived"]), name="settlement_kind_known"),
            models.CheckConstraint(condition=~models.Q(words=""), name="settlement_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.kind}"
