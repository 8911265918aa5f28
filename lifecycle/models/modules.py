"""What can be retired?"""

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models

MODULE_KEY = RegexValidator(r"\A[a-z0-9][a-z0-9._-]{0,63}\Z", "1 to 64 lowercase letters, digits, dots, dashes")


class Criticality(models.TextChoices):
    NON_CORE = "non_core", "Non-core"
    CORE = "core", "Core"
    BUSINESS_CRITICAL = "business_critical", "Business-critical"


class Module(models.Model):
    """A feature of the host product (A1). The replacement is another module, or described by name and address."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64, unique=True, validators=[MODULE_KEY])
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    owner_email = models.EmailField(max_length=254, blank=True)
    teams = models.JSONField(default=list, blank=True)
    criticality = models.CharField(max_length=20, choices=Criticality.choices, default=Criticality.CORE)
    dependants = models.JSONField(default=list, blank=True)
    integrations = models.JSONField(default=list, blank=True)
    replacement_name = models.CharField(max_length=200, blank=True)
    replacement_url = models.URLField(max_length=500, blank=True)
    replacement_module = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(criticality__in=Criticality.values), name="module_criticality_known"
            ),
        ]

    def __str__(self) -> str:
        return self.key
