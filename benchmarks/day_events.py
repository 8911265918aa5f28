"""How do events of some days come into the workspace as an import leaves them, and how is all of it forgotten?"""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import duckdb

from analytics.models import (
    ActivityImport,
    ActivitySource,
    EventFile,
    FiledImport,
    ImportedDay,
    RollupPartition,
    UsageReport,
)
from analytics.services.workspace import events_dir, reports_dir, rollups_dir
from benchmarks.report_events import AS_OF


def deliver(raw: Path, which: str) -> None:
    """An import as the product files it, without the time that reading and judging its rows takes."""
    uuid = uuid4()
    path = events_dir() / f"{uuid}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(":memory:", config={"threads": 2}) as engine:
        engine.execute(f"COPY (FROM '{raw}' WHERE {which}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        found = engine.execute(
            f"SELECT day, count(*), max(occurred_at) FROM '{path}' GROUP BY day"  # noqa: S608 - a folder of ours
        ).fetchall()
    rows = sum(count for _, count, _ in found)
    now = datetime.combine(AS_OF, datetime.min.time(), UTC)
    taken = ActivityImport.objects.create(
        uuid=uuid,
        name=which,
        sha256=uuid.hex * 2,
        recipe="",
        status="imported",
        rows=rows,
        added=rows,
        repeated=0,
        rejected=0,
        created_at=now,
    )
    source, _ = ActivitySource.objects.get_or_create(name="app", defaults={"created_at": now})
    ImportedDay.objects.bulk_create(
        ImportedDay(activity_import=taken, source=source, date=day, events=count, last_at=last.replace(tzinfo=UTC))
        for day, count, last in found
    )
    file = EventFile.objects.create(
        path=path.name, rows=rows, size_bytes=path.stat().st_size, sha256="0" * 64, created_at=now
    )
    FiledImport.objects.create(activity_import=taken, file=file)


def forget() -> None:
    """All activity of the workspace, which is ours alone."""
    for model in (UsageReport, RollupPartition, FiledImport, EventFile, ImportedDay, ActivityImport):
        model.objects.all().delete()
    for folder in (events_dir(), rollups_dir(), reports_dir()):
        shutil.rmtree(folder, ignore_errors=True)
