"""Who can sign in, and for which account?"""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from lifecycle.models.accounts import Account
from lifecycle.rules.actors import Actor, ActorKind, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Theme(models.TextChoices):
    AUTO = "auto", "As the device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class User(AbstractBaseUser, PermissionsMixin):
    """A login. Staff carry a role; customers carry memberships."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=16, choices=[(r.value, r.value) for r in Role], default=Role.NONE)
    identity = models.CharField(max_length=254, blank=True, help_text="One person with two logins has one identity.")
    language = models.CharField(max_length=35, blank=True)
    timezone = models.CharField(max_length=64, default="UTC")
    theme = models.CharField(max_length=8, choices=Theme.choices, default=Theme.AUTO)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=list(Role)), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def actor(self) -> Actor:
        return Actor(
            kind=ActorKind.PERSON,
            name=self.name or "someone",
            person=self.identity or str(self.uuid),
            role=Role(self.role),
        )


class Membership(models.Model):
    """What a login may do for one account, perhaps until a day."""

    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        EXPORT_OFFICER = "export_officer", "Export officer"
        MEMBER = "member", "Member"
        AUDITOR = "auditor", "Auditor"
        DELEGATE = "delegate", "Delegate"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER)
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "account"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.account_id}"
