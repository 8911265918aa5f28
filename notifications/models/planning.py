"""How far were a plan's contacts matched to what it asks for, should nobody come to the end at once?"""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class PlanningRound(models.Model):
    """A plan is gone through in pieces of accounts, in the order of their keys; one row, so that a cut one goes on.

    `basis` names what the plan asks of all accounts. `after_key` is the last account that was looked at, '' when the
    next look begins with the first one. `is_whole`: every account was looked at under this basis once. A basis of ''
    is that of a program before, which kept no place and looked at all of them at once.

    `failing` are the keys of those whom planning failed on: it goes on without them, tries them again at each look,
    and nothing of this plan leaves to them until then. `fails_since` without any of them: it fails as a whole.
    """

    plan = models.OneToOneField("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    basis = models.CharField(max_length=64)
    after_key = models.CharField(max_length=64, blank=True)
    is_whole = models.BooleanField(default=False)
    looked_at = models.DateTimeField()
    failing = models.JSONField(default=list, db_default=[])
    fails_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["plan"], condition=Q(is_whole=False), name="planned_in_part")]

    def __str__(self) -> str:
        return f"{self.plan_id} after {self.after_key or 'nobody'}"
