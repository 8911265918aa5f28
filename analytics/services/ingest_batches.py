"""Which received batches wait, and how do they become events that count?"""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, transaction

from analytics import queries
from analytics.models import ActivityBatch, ActivityImport, BatchStatus, ImportStatus
from analytics.rules.field_map import Constant, FieldMap
from analytics.rules.import_report import FileReport
from analytics.services.import_files import import_files
from analytics.services.import_lock import import_lock
from analytics.services.ingest_claim import claim, lay_aside
from analytics.services.ingest_receive import DOORBELL, backlog
from analytics.services.ingest_spool import spooled, take_away
from analytics.services.recipe import Recipe
from lifecycle.api import ring
from lifecycle.rules.actors import Actor

ACTOR = Actor.system("ingest")
ROUND_S = 20.0  # then other imports get their turn


def ingest(*, now: datetime) -> int:
    """Import what waits; returns how many batches were settled. None while another import is at work."""
    settled, started = 0, time.monotonic()
    with import_lock(wait=False) as got:
        while got and time.monotonic() - started < ROUND_S and (batches := claim()):
            settled += _import(batches, now=now)
    if settled and backlog().batches:
        ring(DOORBELL)
    return settled


def _import(batches: Sequence[ActivityBatch], *, now: datetime) -> int:
    """Together, and if that fails one by one, so that a bad one does not hold up the others."""
    try:
        return sum(_together(source, of_source, now=now) for source, of_source in _by_source(batches))
    except DatabaseError:
        raise
    except Exception as problem:
        if len(batches) == 1:
            lay_aside(batches[0], problem, now=now)
            return 0
    return sum(_import([batch], now=now) for batch in batches)


def _by_source(batches: Iterable[ActivityBatch]) -> list[tuple[str, list[ActivityBatch]]]:
    found: dict[str, list[ActivityBatch]] = {}
    for batch in batches:
        found.setdefault(batch.source, []).append(batch)
    return sorted(found.items())


def recipe_for(source: str) -> Recipe:
    """A program speaks for its token's source and no other, whatever its rows say."""
    field_map = FieldMap({"source": Constant(source)})
    return Recipe(field_map=field_map, source=source, hash_users=queries.hashes_users(source))


def _together(source: str, batches: Sequence[ActivityBatch], *, now: datetime) -> int:
    """One pass over the files of one source."""
    there = [batch for batch in batches if _is_there(batch, now=now)]
    if not there:
        return 0
    addresses = [str(spooled(batch.uuid)) for batch in there]
    report = import_files(addresses=addresses, recipe=recipe_for(source), actor=ACTOR, now=now)
    for batch, found in zip(there, report.files, strict=True):
        _settle(batch, found, now=now)
    return len(there)


def _is_there(batch: ActivityBatch, *, now: datetime) -> bool:
    if spooled(batch.uuid).exists():
        return True
    lay_aside(batch, FileNotFoundError(spooled(batch.uuid).name), now=now)
    return False


def _settle(batch: ActivityBatch, found: FileReport, *, now: datetime) -> None:
    """The receipt says what became of it; only then its file goes. Again, after a crash, says the same."""
    taken = ActivityImport.objects.get(uuid=found.import_id)
    is_own = Path(taken.name).name == spooled(batch.uuid).name
    is_good = taken.status == ImportStatus.IMPORTED
    with transaction.atomic():
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
