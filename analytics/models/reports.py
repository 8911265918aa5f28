"""Which finished reports on all modules may be read?"""

from typing import ClassVar

from django.db import models


class UsageReport(models.Model):
    """A folder of files with the counted figures of every module at the end of a day.

    `fingerprint` names the roll-ups and the time zones that it was made from: what has another one is not to be read
    for them. Personal data: none in the row; the files name users as the roll-ups do and go with them.
    """

    as_of_date = models.DateField()
    fingerprint = models.CharField(max_length=64, unique=True)
    folder = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["as_of_date", "id"]

    def __str__(self) -> str:
        return self.folder
