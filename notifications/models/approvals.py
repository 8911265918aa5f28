"""To which words, dates and people did a second person say yes, and which words are the staff's own?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from notifications.models.notices import Notice
from notifications.rules.notice_codes import NoticeCode

_CODES = [(each.value, each.label) for each in NoticeCode]


class WordingPart(models.TextChoices):
    """The free paragraphs of a notice; what every notice owes its reader is not among them."""

    INTRO = "intro"
    CLOSING = "closing"


class NoticeWording(models.Model):
    """A paragraph that the staff wrote for one plan: text with known placeholders, never template code."""

    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20, choices=_CODES)
    tier = models.CharField(max_length=10, blank=True)
    locale = models.CharField(max_length=35)
    part = models.CharField(max_length=10, choices=WordingPart.choices)
    text = models.TextField()
    written_by = models.CharField(max_length=300)
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "code", "tier", "locale", "part"], name="notice_wording_once"),
            models.CheckConstraint(condition=~Q(text=""), name="notice_wording_not_blank"),
            models.CheckConstraint(condition=Q(code__in=list(NoticeCode)), name="notice_wording_code_known"),
            models.CheckConstraint(condition=Q(part__in=WordingPart.values), name="notice_wording_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code}/{self.locale}/{self.part}"


class NoticeVariant(models.Model):
    """A notice as it reads for one tier in one language, with names for values; a new text is a new revision."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="variants")
    tier = models.CharField(max_length=10)
    locale = models.CharField(max_length=35)
    revision = models.PositiveIntegerField()
    subject = models.CharField(max_length=300)
    body_text = models.TextField()
    body_html = models.TextField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["notice_id", "tier", "locale", "revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "tier", "locale", "revision"], name="notice_variant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tier}/{self.locale} r{self.revision}"


class Audience(models.Model):
    """Who would be told, frozen when approval was asked for; `sha256` is over its first members."""

    plan = models.ForeignKey("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    accounts = models.PositiveIntegerField()
    usage_as_of = models.DateField(null=True, blank=True)
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class AudienceMember(models.Model):
    """One contact of one account, or an account without any; `joined_at` is set for who came after the freeze."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey("lifecycle.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tier = models.CharField(max_length=10)
    locale = models.CharField(max_length=35)
    zone = models.CharField(max_length=64)
    country = models.CharField(max_length=2, blank=True)
    why = models.CharField(max_length=40)
    excluded_reason = models.CharField(max_length=40, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["audience", "account", "contact"], name="audience_member_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience_id}/{self.account_id}"


class NoticeApproval(models.Model):
    """One person asks, another says yes, to exactly these three hashes. `preflight`: what was doubtful then."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="approvals")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="approvals")
    plan_sha = models.CharField(max_length=64)
    content_sha = models.CharField(max_length=64)
    audience_sha = models.CharField(max_length=64)
    requested_by = models.CharField(max_length=300)
    requested_identity = models.CharField(max_length=254)
    requested_at = models.DateTimeField()
    approved_by = models.CharField(max_length=300, blank=True)
    approved_identity = models.CharField(max_length=254, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    preflight = models.JSONField(default=list, db_default=[])

    class Meta:
        ordering: ClassVar = ["notice_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(approved_at__isnull=True, ended_at__isnull=True),
                name="notice_approval_one_request",
            ),
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(approved_at__isnull=False, ended_at__isnull=True),
                name="notice_approval_one_valid",
            ),
            models.CheckConstraint(
                condition=~Q(approved_identity=F("requested_identity")), name="notice_approval_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="", approved_identity="")
                | (Q(approved_at__isnull=False) & ~Q(approved_by="") & ~Q(approved_identity="")),
                name="notice_approval_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
