"""Which received batches wait, and how do they become events that count?"""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from analytics.models import ActivityBatch, ActivityImport, BatchStatus, ImportStatus
from analytics.rules.field_map import Constant, FieldMap
from analytics.rules.import_report import FileReport
from analytics.services.import_lock import import_lock
from analytics.services.ingest_claim import claim, lay_aside
from analytics.services.ingest_roll_up import roll_up_in_time
from analytics.services.ingest_spool import spooled, sweep_spool, take_away
from analytics.services.recipe import Recipe
from analytics.services.take_files import Delivered, take_files
from lifecycle.rules.actors import Actor

ACTOR = Actor.system("ingest")
ROUND_S = 20.0  # then other imports get their turn
UNNAMED_AFTER_S = 3600.0  # no call takes so long from its file to its row
RECEIPTS_FOR = timedelta(days=90)
FORGOTTEN_AT_ONCE = 500


def ingest(*, now: datetime) -> int:
    """Import what waits, all in few passes; returns how many batches were settled. None while another import is on.

    What comes meanwhile waits for the next round of the schedule, so that a pass takes many batches and not one.
    """
    settled, started, is_more = 0, time.monotonic(), True
    with import_lock(wait=False) as got:
        while got and is_more and time.monotonic() - started < ROUND_S:
            batches, is_more = claim()
            settled += _import(batches, now=now)
        if got:
            roll_up_in_time(now=now)
            _sweep()
            _forget(now=now)
    return settled


def _import(batches: Sequence[ActivityBatch], *, now: datetime) -> int:
    """Returns how many were settled. Together, else one by one, so that a bad one does not hold up the others."""
    try:
        return sum(_together(source, of_source, now=now) for source, of_source in _by_source(batches))
    except (DatabaseError, OSError):  # the surroundings fail, not the batch: the leases end and all is tried again
        raise
    except Exception as problem:
        if len(batches) == 1:
            lay_aside(batches[0], problem, now=now)
            return 0
    left = ActivityBatch.objects.filter(pk__in=[batch.pk for batch in batches], status=BatchStatus.RECEIVED)
    return sum(_import([batch], now=now) for batch in left)


def _by_source(batches: Iterable[ActivityBatch]) -> list[tuple[str, list[ActivityBatch]]]:
    found: dict[str, list[ActivityBatch]] = {}
    for batch in batches:
        found.setdefault(batch.source, []).append(batch)
    return sorted(found.items())


def recipe_for(source: str) -> Recipe:
    """A program speaks for its token's source and no other, whatever its rows say."""
    field_map = FieldMap({"source": Constant(source)})
    return Recipe(field_map=field_map, source=source)


def _together(source: str, batches: Sequence[ActivityBatch], *, now: datetime) -> int:
    """One pass over the files of one source."""
    there = [batch for batch in batches if _is_there(batch, now=now)]
    recipe = recipe_for(source)
    files = [Delivered(spooled(batch.uuid), str(batch), batch.sha256, recipe) for batch in there]
    reports = take_files(files=files, actor=ACTOR, now=now, roll_up=False) if files else ()
    for batch, report in zip(there, reports, strict=True):
        _settle(batch, report, now=now)
    return len(there)


def _is_there(batch: ActivityBatch, *, now: datetime) -> bool:
    if spooled(batch.uuid).exists():
        return True
    lay_aside(batch, FileNotFoundError(spooled(batch.uuid).name), now=now)
    return False


def _settle(batch: ActivityBatch, report: FileReport, *, now: datetime) -> None:
    """The receipt says what became of it; only then its file goes. Again, after a crash, says the same."""
    taken = ActivityImport.objects.get(uuid=report.import_id)
    is_own = taken.name == str(batch)  # else the same content came before, in another batch
    is_good = taken.status == ImportStatus.IMPORTED
    ActivityBatch.objects.filter(pk=batch.pk, status=BatchStatus.RECEIVED).update(
        status=BatchStatus.IMPORTED if is_good else BatchStatus.REFUSED,
        activity_import=taken,
        added=taken.added if is_own else 0,
        repeated=taken.repeated if is_own or not is_good else taken.added + taken.repeated,
        rejected=taken.rejected,
        reasons=taken.reasons,
        message=taken.message,
        settled_at=now,
        lease_until_at=None,
    )
    take_away(batch.uuid)


def _sweep() -> None:
    """Files keep the machine's time, which the database tells too; a file that a row names stays."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        row = cursor.fetchone()
    named = ActivityBatch.objects.filter(activity_import=None).values_list("uuid", flat=True)
    if row:
        sweep_spool(keep={spooled(uuid).name for uuid in named}, before=row[0] - UNNAMED_AFTER_S)


def _forget(*, now: datetime) -> None:
    """Receipts, and with them the idempotency keys, end some time; the imports that they name stay."""
    oldest = ActivityBatch.objects.order_by("id").values_list("pk", "settled_at")[:FORGOTTEN_AT_ONCE]
    past = [pk for pk, settled_at in oldest if settled_at and settled_at < now - RECEIPTS_FOR]
    if past:
        ActivityBatch.objects.filter(pk__in=past).delete()
