"""Which rows make a pulled day visible, in the place of what was pulled of it before?"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from analytics import queries
from analytics.engines.duckdb.pulled_days import is_less
from analytics.models import ActivityImport, ImportedDay, ImportStatus, PulledDay
from analytics.rules.import_report import FileReport
from analytics.rules.pull_due import DayHeld
from analytics.services.import_lock import import_lock
from analytics.services.import_or_pull import refuse_pull_of
from analytics.services.publish_import import MOST_NAMES, sha256_of
from analytics.services.pull_day import PulledFile
from analytics.services.source_row import source_named
from analytics.services.workspace import let_go, pulled_dir, settle
from lifecycle.api import record
from lifecycle.rules.actors import Actor


@dataclass(frozen=True, slots=True)
class Provenance:
    """Of which source, by which recipe, and as what the warehouse showed the day."""

    source: str
    recipe: str
    mark: str
    hashes_users: bool = False


def pulled_days(source: str) -> dict[date, DayHeld]:
    rows = _current().filter(source__name=source).values_list("date", "events", "mark", "recipe")
    return {day: DayHeld(events, mark, recipe) for day, events, mark, recipe in rows}


def publish_day(day: date, pulled: PulledFile, of: Provenance, *, actor: Actor, now: datetime) -> None:
    """Durable before a row names it; readers keep what they hold. Takes the import lock for this alone."""
    uuid, path, sha256 = uuid4(), None, ""
    if pulled.path:
        sha256, path = sha256_of(pulled.path), pulled_dir() / f"{day}-{uuid}.parquet"
        settle(pulled.path, path)
    with import_lock():
        refuse_pull_of(of.source)
        less = _is_less(of.source, day, path, scratch=pulled.path.parent if pulled.path else None)
        _publish(day, pulled, of, _Filed(uuid, path, sha256, is_less=less), actor=actor, now=now)


def _is_less(source: str, day: date, path: Path | None, *, scratch: Path | None) -> bool:
    before = _current().filter(source__name=source, date=day).exclude(path="").first()
    if before is None or path is None or scratch is None:
        return before is not None
    held = pulled_dir() / before.path
    return not held.exists() or is_less(held, path, scratch=scratch)


def forget_pulled(days: QuerySet[PulledDay], *, now: datetime) -> int:
    """They stay on record, and their files until nobody reads them. Inside a transaction, under the import lock."""
    let_go(pulled_dir() / path for path in days.exclude(path="").values_list("path", flat=True))
    ImportedDay.objects.filter(activity_import__pulled__in=days).delete()
    return days.update(replaced_at=now)


@dataclass(frozen=True, slots=True)
class _Filed:
    uuid: UUID
    path: Path | None
    sha256: str
    is_less: bool = False


@transaction.atomic
def _publish(day: date, pulled: PulledFile, of: Provenance, filed: _Filed, *, actor: Actor, now: datetime) -> None:
    source = source_named(of.source, hash_users=of.hashes_users, now=now)
    forget_pulled(_current().filter(source=source, date=day), now=now)
    taken = _import(pulled.report, of, filed, now=now)
    PulledDay.objects.create(
        source=source,
        date=day,
        activity_import=taken,
        path=filed.path.name if filed.path else "",
        rows=pulled.rows,
        events=pulled.report.added,
        sha256=filed.sha256,
        mark=of.mark,
        recipe=of.recipe,
        is_less=filed.is_less,
        created_at=now,
    )
    last_at = pulled.report.last_at
    if pulled.report.added and last_at:
        events, last = pulled.report.added, last_at.replace(tzinfo=UTC)
        ImportedDay.objects.create(activity_import=taken, source=source, date=day, events=events, last_at=last)
    record(
        "analytics.activity.pulled",
        subject=f"import {taken.uuid}",
        actor=actor,
        at=now,
        sha256=filed.sha256,
        rows=taken.rows,
        added=taken.added,
        rejected=taken.rejected,
    )


def _import(report: FileReport, of: Provenance, filed: _Filed, *, now: datetime) -> ActivityImport:
    """The same content may come back after another one: its own name makes it another import."""
    return ActivityImport.objects.create(
        uuid=filed.uuid,
        name=report.file[-500:],
        sha256=hashlib.sha256(f"{filed.sha256}\n{filed.uuid}".encode()).hexdigest(),
        recipe=of.recipe,
        status=ImportStatus.IMPORTED,
        rows=report.rows,
        added=report.added,
        repeated=report.repeated,
        rejected=report.rejected,
        reasons=[{"field": one.field, "reason": one.reason, "count": one.count} for one in report.reasons],
        file_sha256=filed.sha256,
        file_bytes=filed.path.stat().st_size if filed.path else 0,
        accounts=list(report.accounts[:MOST_NAMES]),
        modules=list(report.modules[:MOST_NAMES]),
        first_at=report.first_at.replace(tzinfo=UTC) if report.first_at else None,
        last_at=report.last_at.replace(tzinfo=UTC) if report.last_at else None,
        created_at=now,
    )


def _current() -> QuerySet[PulledDay]:
    return queries.current_pulled_days()
