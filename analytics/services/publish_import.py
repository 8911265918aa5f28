"""Which rows make finished imports visible?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from analytics.engines.duckdb.event_pass import FinishedFile
from analytics.engines.duckdb.event_stats import DayCount
from analytics.models import ActivityImport, ImportedDay, ImportStatus
from analytics.rules.import_report import FileOutcome, FileReport
from analytics.services.event_manifest import NewRun, name_file, name_run
from analytics.services.recipe import Recipe
from analytics.services.source_row import source_named
from analytics.services.workspace import events_dir, settle
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


@dataclass(frozen=True, slots=True)
class Settled:
    """An event file under its last name, which no manifest names yet."""

    path: Path
    rows: int
    sha256: str
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """One delivery that was decided on; `days` are empty where nothing is new."""

    report: FileReport
    delivery: Delivery
    days: Sequence[DayCount] = ()


def settle_files(files: Sequence[FinishedFile], *, name: str = "") -> list[Settled]:
    """Durable before a row names them. A single file bears the name of its import."""
    found = []
    for each in files:
        target = events_dir() / f"{name if len(files) == 1 and name else uuid4()}.parquet"
        digest = sha256_of(each.path)
        settle(each.path, target)
        found.append(Settled(target, each.rows, digest, each.parts))
    return found


@transaction.atomic
def publish(
    finished: dict[int, Finished], files: Sequence[Settled], run: NewRun | None, *, actor: Actor, now: datetime
) -> None:
    """The rows that make the imports of a pass visible, in one transaction with the record of the acts."""
    imports = {part: _row(each, files, part, now=now) for part, each in finished.items()}
    ActivityImport.objects.bulk_create(imports.values())
    for file in files:
        named = [imports[part] for part in file.parts]
        name_file(file.path, rows=file.rows, sha256=file.sha256, imports=named, now=now)
    if run:
        name_run(run)
    for part, each in finished.items():
        _add_days(imports[part], each.days, each.delivery.recipe, now=now)
        _record(imports[part], actor=actor, now=now)


def _row(finished: Finished, files: Sequence[Settled], part: int, *, now: datetime) -> ActivityImport:
    report, delivery = finished.report, finished.delivery
    own = next((file for file in files if file.parts == (part,)), None)
    return ActivityImport(
        uuid=report.import_id,
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
        file_sha256=own.sha256 if own else "",
        file_bytes=own.path.stat().st_size if own else 0,
        accounts=list(report.accounts[:MOST_NAMES]),
        modules=list(report.modules[:MOST_NAMES]),
        first_at=report.first_at,
        last_at=report.last_at,
        created_at=now,
    )


def _record(taken: ActivityImport, *, actor: Actor, now: datetime) -> None:
    record(
        f"analytics.activity.{taken.status}",
        subject=f"import {taken.uuid}",
        actor=actor,
        at=now,
        sha256=taken.sha256,
        rows=taken.rows,
        added=taken.added,
        rejected=taken.rejected,
    )


def _add_days(taken: ActivityImport, days: Sequence[DayCount], recipe: Recipe, *, now: datetime) -> None:
    names = sorted({each.source for each in days})
    sources = {name: source_named(name, hash_users=recipe.hash_users, now=now) for name in names}
    for source in sources.values():
        last = max(each.date for each in days if each.source == source.name)
        ended = max(last, source.ended_date or last) if recipe.one_off else None
        if ended != source.ended_date:
            source.ended_date = ended
            source.save(update_fields=["ended_date"])
    ImportedDay.objects.bulk_create(
        ImportedDay(
            activity_import=taken,
            source=sources[each.source],
            date=each.date,
            events=each.events,
            last_at=each.last_at,
        )
        for each in days
    )


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
