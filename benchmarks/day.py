"""What does a new day cost beside counting everything anew, and does that grow with history? (spec: usage, goals)"""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

import duckdb

from analytics.api import refresh
from analytics.models import (
    ActivityImport,
    ActivitySource,
    EventFile,
    FiledImport,
    ImportedDay,
    RollupPartition,
    UsageReport,
)
from analytics.services.reports import facts_of
from analytics.services.usage import basis_of
from analytics.services.workspace import events_dir, reports_dir, rollups_dir
from benchmarks.__main__ import DAY_EVENTS
from benchmarks.report_events import AS_OF, MODULES, make_year
from benchmarks.result import Result
from benchmarks.rounds import forget_peak, peak_mb, rounds, seconds

FEWEST, SHORT = 3_000, 35
BEFORE = AS_OF - timedelta(days=1)
LARGEST, MEDIAN = "module-0", f"module-{MODULES // 2}"
ALWAYS = 1  # so few rows are worth a report


def measure(scale: float) -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        sample = make_year(max(FEWEST, round(DAY_EVENTS * scale)), Path(name))
        times = rounds(scale)
        all_s, short_s, anew_s, peak = [], [], [], []
        for _ in range(times):
            anew_s.append(_begin(sample.raw, since=date.min))
            forget_peak()
            all_s.append(_next_day(sample.raw))
            peak.append(peak_mb() or 0.0)
            read = {module: _read(module) for module in (LARGEST, MEDIAN)}
            if times > 1:  # a trial of the smallest size has one history
                _begin(sample.raw, since=AS_OF - timedelta(days=SHORT))
                short_s.append(_next_day(sample.raw))
        _forget()
    day_s, peer_s = median(all_s), median(anew_s)
    name = f"a new day after a year of {sample.rows:,} events, until the report on all modules knows it"
    read_s = read[LARGEST]
    anew = "all days and the report anew"
    return [
        Result(f"{name}, seconds", day_s, peer_s, anew, 1 / 15, max(peak)),
        Result(f"{name} and its largest module is read, seconds", day_s + read_s, peer_s + read_s, anew, 1 / 15),
        Result(
            f"{name}, beside {SHORT} days of history, seconds", day_s, median(short_s or all_s), f"{SHORT} days", 1.1
        ),
        Result("then the largest module read, seconds", read_s, None, "", 1.0),
        Result("then the median module read, seconds", read[MEDIAN], None, "", 0.3),
    ]


def _begin(raw: Path, *, since: date) -> float:
    """Everything up to the day before, counted anew."""
    _forget()
    _deliver(raw, f"day BETWEEN DATE '{since}' AND DATE '{BEFORE}'" if since > date.min else f"day < DATE '{AS_OF}'")
    return seconds(_refresh_after(BEFORE), 0)


def _next_day(raw: Path) -> float:
    _deliver(raw, f"day = DATE '{AS_OF}'")
    taken = seconds(_refresh_after(AS_OF), 0)
    assert UsageReport.objects.filter(as_of_date=AS_OF).count() == 1
    return taken


def _refresh_after(day: date) -> Callable[[int], int]:
    now = datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(days=1)
    return lambda _: refresh(now=now, large=ALWAYS)


def _read(module: str) -> float:
    basis = basis_of(AS_OF, [])
    return median(seconds(lambda _: facts_of(module, basis), 0) for _ in range(3))


def _deliver(raw: Path, which: str) -> None:
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


def _forget() -> None:
    """All activity of the workspace, which is ours alone."""
    for model in (UsageReport, RollupPartition, FiledImport, EventFile, ImportedDay, ActivityImport):
        model.objects.all().delete()
    for folder in (events_dir(), rollups_dir(), reports_dir()):
        shutil.rmtree(folder, ignore_errors=True)
