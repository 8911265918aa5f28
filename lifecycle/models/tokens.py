"""With which tokens do programs come, and for which source do they speak?"""

import uuid
from typing import ClassVar

from django.db import models


class MachineToken(models.Model):
    """A program's token. Only its hash is kept: the text is shown once, when it is issued."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    rights = models.JSONField(default=list)
    source = models.CharField(max_length=64, help_text="The feed that the program speaks for.")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="token_name_not_blank"),
            models.CheckConstraint(condition=~models.Q(source=""), name="token_source_not_blank"),
            models.CheckConstraint(condition=~models.Q(rights=[]), name="token_may_something"),
        ]

    def __str__(self) -> str:
        return f"token {self.uuid}"
