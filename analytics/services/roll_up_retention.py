"""When do roll-ups end, after their raw events did, or with the pull that brought them?"""

from collections.abc import Collection
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from analytics import queries
from analytics.models import EventFile, RollupPartition
from analytics.rules.compaction import roll_ups_end
from analytics.rules.roll_up_pieces import month_of
from analytics.services.publish_pull import forget_pulled
from analytics.services.roll_up_days import roll_up_days as make_roll_ups
from analytics.services.roll_up_watermarks import wanted_watermarks
from analytics.services.workspace import let_go, rollups_dir
from lifecycle.api import record
from lifecycle.rules.actors import Actor

_ACTOR = Actor.system("compaction")


def drop_roll_ups(*, now: datetime, roll_up_days: int) -> int:
    """Returns how many days went; their files are swept an hour later. Only under the import lock."""
    gone, again = _drop(now=now, roll_up_days=roll_up_days)
    if again:
        make_roll_ups(days=again, now=now)
    return gone


@transaction.atomic
def _drop(*, now: datetime, roll_up_days: int) -> tuple[int, list[date]]:
    """How many days went, and which are to be made again of their raw events, without what was pulled."""
    today, sealed = now.date(), queries.sealed_until()
    pulled_end = roll_ups_end(today=today, roll_up_days=roll_up_days, sealed=today)  # its raw events are not here
    if pulled_end is None:
        return 0, []
    # There may never have been events.
    end = roll_ups_end(today=today, roll_up_days=roll_up_days, sealed=sealed) if EventFile.objects.exists() else today
    end = min(end or date.min, pulled_end)
    pulled = queries.current_pulled_days().filter(date__lt=pulled_end)
    # A month of which some raw events ended waits for the rest: it could not be made again.
    ended = [
        day
        for day in pulled.values_list("date", flat=True).distinct()
        if day < end or sealed is None or month_of(day) > sealed
    ]
    forget_pulled(pulled.filter(date__in=ended), now=now)
    gone = RollupPartition.objects.filter(_before(end, {month_of(day) for day in ended if day >= end}))
    days = set(gone.values_list("date", flat=True))
    again = sorted(wanted_watermarks(days)) if days else []
    if days:
        let_go(rollups_dir() / path for path in set(gone.exclude(path="").values_list("path", flat=True)))
        gone.delete()
    if count := len(days) - len(again):
        record("analytics.rollups.dropped", subject=f"roll-ups before {pulled_end}", actor=_ACTOR, at=now, days=count)
    return count, again


def _before(end: date, months: Collection[date]) -> Q:
    """Whole months: their days share files."""
    spans = (Q(date__year=month.year, date__month=month.month) for month in sorted(months))
    return reduce(or_, spans, Q(date__lt=end))
