"""Up to where was activity read for a plan's list of who is affected?"""

from django.db import models


class AffectedMark(models.Model):
    """Written with what was read, in one transaction: no event is counted twice or left out.

    `through_import`: the newest import that was read. `rules_sha`: the exclusions that were applied. `newest_account`:
    the newest account of the directory then, and `has_strangers`: there was use by accounts it did not know. `judged`:
    for which day and state of the feeds silence was judged.
    """

    plan = models.OneToOneField("lifecycle.SunsetPlan", on_delete=models.CASCADE, related_name="+")
    through_import = models.PositiveBigIntegerField(default=0)
    rules_sha = models.CharField(max_length=64, blank=True)
    newest_account = models.PositiveBigIntegerField(default=0)
    has_strangers = models.BooleanField(default=False)
    judged = models.CharField(max_length=100, blank=True)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.plan_id} through {self.through_import}"
