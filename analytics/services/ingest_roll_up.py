"""When are the days that batches brought events for rolled up again?"""

from datetime import date, datetime, timedelta

from django.db.models import Max, Sum

from analytics.models import ActivityImport, ImportedDay, RollupPartition
from analytics.services.roll_up_days import roll_up_days

LEAST_PAUSE = timedelta(seconds=30)
PAUSE_PER_MILLION = timedelta(seconds=5)  # a day is rolled up as a whole: the more it holds, the less often


def roll_up_in_time(*, now: datetime) -> int:
    """Returns how many days were rewritten. Only under the import lock; what is left is found by `refresh`."""
    last = RollupPartition.objects.aggregate(last=Max("created_at"))["last"]
    days = _days_since(last)
    if not days or (last and now - last < _pause(days)):
        return 0
    return roll_up_days(now=now, days=days)


def _days_since(last: datetime | None) -> list[date]:
    """Days of imports that were published after the last roll-up."""
    imports = ActivityImport.objects.filter(added__gt=0)
    if last is not None:
        imports = imports.filter(created_at__gt=last)
    found = ImportedDay.objects.filter(activity_import__in=imports).values_list("date", flat=True)
    return sorted(set(found.order_by()))


def _pause(days: list[date]) -> timedelta:
    events = ImportedDay.objects.filter(date__in=days).aggregate(total=Sum("events"))["total"] or 0
    return max(LEAST_PAUSE, PAUSE_PER_MILLION * (events / 1_000_000))
