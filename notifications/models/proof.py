"""What can be proven to a customer, line by line, and which names stand behind the hashes?"""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class ProofEntry(models.Model):
    """One proven fact of one account in a chain of hashes: `sha` covers `body` and the entry before. Only ever added.

    `source` names the fact once. `body` is canonical JSON without any personal value: those stand as digests.
    """

    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    n = models.PositiveIntegerField()
    source = models.CharField(max_length=120)
    body = models.TextField()
    prev_sha = models.CharField(max_length=64, blank=True)
    sha = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["account_id", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "n"], name="proof_entry_once_per_place"),
            models.UniqueConstraint(fields=["account", "source"], name="proof_entry_once_per_fact"),
            models.CheckConstraint(condition=Q(n=1, prev_sha="") | (Q(n__gt=1) & ~Q(prev_sha="")), name="proof_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}#{self.n}"


class PersonalValue(models.Model):
    """A name, an address or a person's words, of which proofs hold only sha256(salt + value).

    Personal data: `value` identifies. Erasing the person deletes the row; the chain still verifies.
    """

    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    value = models.TextField()
    person = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "digest"], name="personal_value_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "person"], name="personal_value_of_person")]

    def __str__(self) -> str:
        return self.digest
