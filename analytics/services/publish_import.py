"""Which rows make a finished import visible?"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from analytics.engines.duckdb.event_files import Kept
from analytics.models import ActivityImport, ActivitySource, ImportedDay, ImportStatus
from analytics.rules.import_report import FileOutcome, FileReport
from analytics.services.recipe import Recipe
from analytics.services.workspace import events_dir
from lifecycle.api import record
from lifecycle.rules.actors import Actor

MOST_NAMES = 1_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is delivered under which name, read how."""

    name: str
    sha256: str
    recipe: Recipe
    strict: bool = False


@transaction.atomic
def publish(report: FileReport, delivery: Delivery, *, kept: Kept | None, actor: Actor, now: datetime) -> None:
    """The rows that make the file visible, in one transaction with the record of the act."""
    uuid = report.import_id
    path = events_dir() / f"{uuid}.parquet"
    has_file = report.outcome is FileOutcome.IMPORTED and report.added > 0
    taken = ActivityImport.objects.create(
        uuid=uuid,
        name=delivery.name[-500:],
        sha256=delivery.sha256,
        recipe=delivery.recipe.fingerprint(),
        status=ImportStatus.IMPORTED if report.outcome is FileOutcome.IMPORTED else ImportStatus.REFUSED,
        rows=report.rows,
        added=report.added,
        repeated=report.repeated,
        rejected=report.rejected,
        reasons=[{"field": one.field, "reason": one.reason, "count": one.count} for one in report.reasons],
        message=report.message[:1000],
        file_sha256=sha256_of(path) if has_file else "",
        file_bytes=path.stat().st_size if has_file else 0,
        accounts=list(report.accounts[:MOST_NAMES]),
        modules=list(report.modules[:MOST_NAMES]),
        first_at=report.first_at,
        last_at=report.last_at,
        created_at=now,
    )
    if kept and has_file:
        _add_days(taken, kept, delivery.recipe, now=now)
    record(
        f"analytics.activity.{taken.status}",
        subject=f"import {uuid}",
        actor=actor,
        at=now,
        sha256=delivery.sha256,
        rows=report.rows,
        added=report.added,
        rejected=report.rejected,
    )


def _add_days(taken: ActivityImport, kept: Kept, recipe: Recipe, *, now: datetime) -> None:
    first = {"hashes_users": recipe.hash_users, "created_at": now}
    names = sorted({each.source for each in kept.days})
    sources = {name: ActivitySource.objects.get_or_create(name=name, defaults=first)[0] for name in names}
    for source in sources.values():
        last = max(each.date for each in kept.days if each.source == source.name)
        source.ended_date = max(last, source.ended_date or last) if recipe.one_off else None
        source.save(update_fields=["ended_date"])
    ImportedDay.objects.bulk_create(
        ImportedDay(
            activity_import=taken,
            source=sources[each.source],
            date=each.date,
            events=each.events,
            last_at=each.last_at,
        )
        for each in kept.days
    )


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
