"""Whom does a retirement concern: which customer organisations, and which people there?"""

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models

from lifecycle.rules.tiers import Tier

KEY_PATTERN = RegexValidator(r"\A[A-Za-z0-9._-]{1,64}\Z", "1 to 64 letters, digits, dots, dashes or underscores")


class TierSource(models.TextChoices):
    RULE = "rule", "by rule"
    HAND = "hand", "set by hand"


class AccountQuerySet(models.QuerySet["Account"]):
    def of_tier(self, tier: Tier) -> "AccountQuerySet":
        return self.filter(tier=tier)


class Account(models.Model):
    """A customer organisation."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64, unique=True, validators=[KEY_PATTERN])
    name = models.CharField(max_length=300)
    tier = models.CharField(max_length=16, choices=[(t.value, t.label) for t in Tier], default=Tier.STANDARD)
    tier_source = models.CharField(max_length=8, choices=TierSource.choices, default=TierSource.RULE)
    segment = models.CharField(max_length=100, blank=True)
    revenue = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    country = models.CharField(max_length=6, blank=True)
    timezone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=35, default="en")
    csm_email = models.EmailField(max_length=254, blank=True)
    contract_end_date = models.DateField(null=True, blank=True)
    notice_days = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(tier__in=list(Tier)), name="account_tier_known"),
            models.CheckConstraint(condition=~models.Q(key=""), name="account_key_not_blank"),
            models.CheckConstraint(condition=~models.Q(timezone=""), name="account_timezone_not_blank"),
        ]

    def __str__(self) -> str:
        return self.key


class Contact(models.Model):
    """A person at an account who can be told. `email_norm` is for telling twins apart, mail goes to `email`."""

    class Role(models.TextChoices):
        ADMIN = "admin"
        OWNER = "owner"
        USER = "user"
        BILLING = "billing"
        EXECUTIVE = "executive"
        SECURITY = "security"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="contacts")
    email = models.CharField(max_length=254)
    email_norm = models.CharField(max_length=254)
    name = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.USER)
    language = models.CharField(max_length=35, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["account_id", "email_norm"]
        indexes: ClassVar = [models.Index(fields=["email_norm"], name="contact_by_mailbox")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "email_norm"], name="contact_once_per_account"),
            models.CheckConstraint(condition=~models.Q(email_norm=""), name="contact_email_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}/{self.pk}"
