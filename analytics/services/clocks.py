"""Whose clock runs ahead or behind, judged by when deliveries came?"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Max

from analytics.models import ImportedDay
from analytics.rules.clock_skew import ClockSkew, Delivered, estimate_skew

WINDOW = timedelta(days=28)
NEWEST = 500  # batches are enough, however often they come


def source_clocks(*, as_of: date) -> Mapping[str, ClockSkew]:
    """By source, from the deliveries of the 28 days up to the day after `as_of`."""
    rows = ImportedDay.objects.filter(
        activity_import__created_at__date__gt=as_of - WINDOW,
        activity_import__created_at__date__lte=as_of + timedelta(days=1),
    )
    batches = (
        rows.values_list("activity_import_id", "source__name", "activity_import__created_at")
        .annotate(newest=Max("last_at"))
        .order_by("-activity_import_id")[:NEWEST]
    )
    found: dict[str, list[Delivered]] = {}
    for _, source, taken_at, newest_at in batches:
        found.setdefault(source, []).append(Delivered(taken_at, newest_at))
    return {source: estimate_skew(deliveries) for source, deliveries in found.items()}
