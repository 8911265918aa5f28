"""When do roll-ups end, after their raw events did?"""

from datetime import datetime

from django.db import transaction

from analytics import queries
from analytics.models import EventFile, RollupPartition
from analytics.rules.compaction import roll_ups_end
from analytics.services.publish_pull import forget_pulled
from analytics.services.workspace import let_go, rollups_dir
from lifecycle.api import record
from lifecycle.rules.actors import Actor

_ACTOR = Actor.system("compaction")


@transaction.atomic
def drop_roll_ups(*, now: datetime, roll_up_days: int) -> int:
    """Returns how many days went; their files are swept an hour later. Only under the import lock."""
    sealed = queries.sealed_until() if EventFile.objects.exists() else now.date()  # there may never have been events
    end = roll_ups_end(today=now.date(), roll_up_days=roll_up_days, sealed=sealed)
    gone = RollupPartition.objects.filter(date__lt=end) if end else RollupPartition.objects.none()
    if end:
        forget_pulled(queries.current_pulled_days().filter(date__lt=end), now=now)
    days = len(set(gone.values_list("date", flat=True)))
    if days:
        let_go(rollups_dir() / path for path in set(gone.exclude(path="").values_list("path", flat=True)))
        gone.delete()
        record("analytics.rollups.dropped", subject=f"roll-ups before {end}", actor=_ACTOR, at=now, days=days)
    return days
