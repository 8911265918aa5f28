"""What must the roll-up of each day be made from?"""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, Q, Sum

from analytics import queries
from analytics.models import ActivitySource, ImportedDay, PulledDay


def wanted_watermarks(days: Iterable[date] | None = None) -> dict[date, str]:
    """By day that has events: a fingerprint of its imports and of the rules. Counted by the database, however many
    imports a day has: rows are only ever added, and each gets a greater number than those that were there before.

    Not of days whose raw events were dropped: their roll-up is what stays.
    """
    wanted = Q()
    if sealed := queries.sealed_until():
        wanted &= Q(date__gt=sealed)
    if days is not None:
        wanted &= Q(date__in=list(days))
    rows = ImportedDay.objects.filter(wanted).order_by("date").values("date")
    brought = rows.annotate(imports=Count("pk"), newest=Max("pk"), total=Sum("events"))
    rules = exclusion_text()
    facts: dict[date, tuple[object, ...]] = {
        each["date"]: (each["imports"], each["newest"], each["total"], rules) for each in brought
    }
    pulled = queries.current_pulled_days().filter(wanted).order_by("date").values("date")
    for each in pulled.annotate(pulled=Count("pk"), newest=Max("pk")):
        facts[each["date"]] = (*facts.get(each["date"], (rules,)), "pulled", each["pulled"], each["newest"])
    return {day: _fingerprint(*found) for day, found in facts.items()}


def exclusion_text() -> str:
    rules = ActivitySource.objects.exclude(excluded_actions=[]).values_list("name", "excluded_actions")
    return repr([(name, sorted(patterns)) for name, patterns in rules])


def counting_text() -> str:
    """What else than new rows changes what was counted: the rules, and days from which a warehouse took something."""
    less = PulledDay.objects.filter(is_less=True).count()
    return f"{exclusion_text()} less {less}" if less else exclusion_text()


def _fingerprint(*facts: object) -> str:
    return hashlib.sha256("\n".join(str(each) for each in facts).encode()).hexdigest()
