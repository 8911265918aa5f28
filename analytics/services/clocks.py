"""Whose clock runs ahead or behind, judged by when deliveries came?"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from analytics.models import ActivitySource, ImportedDay
from analytics.rules.clock_skew import ClockSkew, Delivered, estimate_skew

WINDOW = timedelta(days=28)
NEWEST = 500  # batches of a source are enough, however often they come


def source_clocks(*, as_of: date) -> Mapping[str, ClockSkew]:
    """By source, however busy others are: from the deliveries of the 28 days up to the day after `as_of`."""
    rows = ImportedDay.objects.filter(
        activity_import__created_at__date__gt=as_of - WINDOW,
        activity_import__created_at__date__lte=as_of + timedelta(days=1),
    )
    found = {source.name: _newest(rows.filter(source=source)) for source in ActivitySource.objects.all()}
    return {name: estimate_skew(deliveries) for name, deliveries in found.items() if deliveries}


def _newest(rows: QuerySet[ImportedDay]) -> list[Delivered]:
    batches = rows.values_list("activity_import_id", "activity_import__created_at").annotate(newest=Max("last_at"))
    newest = batches.order_by("-activity_import_id")[:NEWEST]
    return [Delivered(taken_at, newest_at) for _, taken_at, newest_at in newest]
