"""What must the roll-up of each day be made from?"""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, Sum

from analytics import queries
from analytics.models import ActivitySource, ImportedDay


def wanted_watermarks(days: Iterable[date] | None = None) -> dict[date, str]:
    """By day that has events: a fingerprint of its imports and of the rules. Counted by the database, however many
    imports a day has: rows are only ever added, and each gets a greater number than those that were there before.

    Not of days whose raw events were dropped: their roll-up is what stays.
    """
    rows = ImportedDay.objects.order_by("date").values("date")
    if sealed := queries.sealed_until():
        rows = rows.filter(date__gt=sealed)
    if days is not None:
        rows = rows.filter(date__in=list(days))
    brought = rows.annotate(imports=Count("pk"), newest=Max("pk"), total=Sum("events"))
    rules = exclusion_text()
    return {each["date"]: _fingerprint(each["imports"], each["newest"], each["total"], rules) for each in brought}


def exclusion_text() -> str:
    rules = ActivitySource.objects.exclude(excluded_actions=[]).values_list("name", "excluded_actions")
    return repr([(name, sorted(patterns)) for name, patterns in rules])


def _fingerprint(*facts: object) -> str:
    return hashlib.sha256("\n".join(str(each) for each in facts).encode()).hexdigest()
