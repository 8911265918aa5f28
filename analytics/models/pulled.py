"""Which days did a customer's warehouse roll up for us, and as what did it show them then?"""

from typing import ClassVar

from django.db import models

from analytics.models.activity import ActivityImport, ActivitySource


class PulledDay(models.Model):
    """A version of a UTC day of a source; readers see the one that nothing replaced. No path: nothing counts in it.

    `mark` is what the warehouse said of the day: another one means that it changed there. `recipe` fingerprints table,
    columns and what is left out. `is_less`: something of what the version before held was taken away. Personal data:
    none in the row; the file names users as roll-ups do.
    """

    source = models.ForeignKey(ActivitySource, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    activity_import = models.OneToOneField(ActivityImport, on_delete=models.PROTECT, related_name="pulled")
    path = models.CharField(max_length=200, blank=True)
    rows = models.PositiveBigIntegerField()
    events = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    mark = models.CharField(max_length=300)
    recipe = models.CharField(max_length=64)
    is_less = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["date", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "date"], condition=models.Q(replaced_at=None), name="pulled_once_per_source_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.rows} rows"
