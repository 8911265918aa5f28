"""How is one file or batch of events taken, wholly or not at all?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from analytics import queries
from analytics.connectors.files.raw_row import FileFault, RawRow
from analytics.engines.duckdb.event_files import Kept, Staging, staging
from analytics.rules.activity import ActivityEvent
from analytics.rules.import_report import FileOutcome, FileReport, count_reasons, refusal
from analytics.rules.reasons import Fault
from analytics.services.publish_import import Delivery, publish
from analytics.services.rejects import Rejects
from analytics.services.workspace import events_dir, rejects_dir, settle
from lifecycle.rules.actors import Actor

Judged = tuple[RawRow | None, ActivityEvent | Fault]


@dataclass(frozen=True, slots=True)
class _Read:
    """What reading found, before it is decided on."""

    rows: int
    units: tuple[str, ...]
    first_at: datetime | None
    last_at: datetime | None
    fault: str


def take(delivery: Delivery, judged: Iterable[Judged], *, scratch: Path, actor: Actor, now: datetime) -> FileReport:
    """Only under the import lock. A refused file leaves its rejects and its record, and no event."""
    if known := queries.import_of(sha256=delivery.sha256, recipe=delivery.recipe.fingerprint()):
        message = f"already imported on {known.created_at:%Y-%m-%d %H:%M} UTC as {known.uuid}: nothing added"
        return FileReport(delivery.name, FileOutcome.ALREADY, message, import_id=str(known.uuid))
    uuid, finished = uuid4(), scratch / "events.parquet"
    masked = delivery.recipe.hash_users
    with staging(scratch) as stage, (scratch / "rejects.jsonl").open("w", encoding="utf-8") as bad_rows:
        rejects = Rejects(bad_rows, file=delivery.name, masked=masked)
        read = _read(judged, stage, rejects, source=delivery.recipe.source)
        if read.rows == 0 and not read.fault:
            return FileReport(delivery.name, FileOutcome.EMPTY, "it holds no row: usage stays unknown")
        message = read.fault or refusal(
            rows=read.rows, reasons=rejects.reasons, strict=delivery.strict, units=read.units
        )
        kept = None if message else stage.keep(queries.event_paths(events_dir()), finished)
    if kept and kept.clashes:
        message = f"an event id stands for two different events: {'; '.join(kept.clashes)}"
    if rejects.count:
        settle(scratch / "rejects.jsonl", rejects_dir() / f"{uuid}.jsonl")
    if kept and kept.added and not message:
        settle(finished, events_dir() / f"{uuid}.parquet")
    report = _report(delivery, uuid, read, rejects, kept=None if message else kept, message=message)
    publish(report, delivery, kept=None if message else kept, actor=actor, now=now)
    return report


def _read(judged: Iterable[Judged], stage: Staging, rejects: Rejects, *, source: str) -> _Read:
    units: set[str] = set()
    first: datetime | None = None
    last: datetime | None = None
    fault = ""
    try:
        for row, found in judged:
            if isinstance(found, Fault):
                rejects.add(row or RawRow(stage.rows + rejects.count + 1, "", {}), found)
                continue
            stage.add(found, line=row.line if row else stage.rows + 1, source=source)
            first = min(first or found.occurred_at, found.occurred_at)
            last = max(last or found.occurred_at, found.occurred_at)
            if found.epoch_unit:
                units.add(found.epoch_unit)
    except FileFault as problem:
        fault = str(problem)
    return _Read(stage.rows + rejects.count, tuple(sorted(units)), first, last, fault)


def _report(
    delivery: Delivery, uuid: UUID, read: _Read, rejects: Rejects, *, kept: Kept | None, message: str
) -> FileReport:
    return FileReport(
        file=delivery.name,
        outcome=FileOutcome.IMPORTED if kept else FileOutcome.REFUSED,
        message=message,
        import_id=str(uuid),
        rows=read.rows,
        added=kept.added if kept else 0,
        repeated=kept.repeated if kept else 0,
        rejected=rejects.count,
        reasons=count_reasons(rejects.reasons),
        rejects_file=str(rejects_dir() / f"{uuid}.jsonl") if rejects.count else "",
        first_at=read.first_at if kept else None,
        last_at=read.last_at if kept else None,
        accounts=kept.accounts if kept else (),
        modules=kept.modules if kept else (),
        unmatched_accounts=tuple(queries.unmatched(kept.accounts)) if kept else (),
        unregistered_modules=tuple(queries.unregistered(kept.modules)) if kept else (),
    )
