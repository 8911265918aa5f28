"""How do many small event files become one per settled day, and when do raw events end?

In this order: written, synced, renamed, named in one transaction that also takes the old names away, and only an hour
after that deleted by the sweep. Killed at any point, readers see the old files or the new ones, never both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.db.models import Max, Min, QuerySet, Sum

from analytics.engines.duckdb.day_files import write_days
from analytics.models import AffectedMark, EventFile, FiledImport, ImportedDay, KeyRun
from analytics.rules.compaction import HeldFile, drop_before, to_compact
from analytics.services.event_manifest import keys_dir
from analytics.services.import_lock import PATIENCE_S, import_lock
from analytics.services.publish_import import sha256_of
from analytics.services.roll_up_days import stale_days
from analytics.services.roll_up_retention import drop_roll_ups
from analytics.services.workspace import events_dir, let_go, scratch_dir, settle
from lifecycle.api import record
from lifecycle.rules.actors import Actor

_ACTOR = Actor.system("compaction")
_STILL_READING = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Compacted:
    """Files that were merged, days that were written, days whose raw events were dropped, and whose roll-ups were."""

    files: int = 0
    days: int = 0
    dropped: int = 0
    forgotten: int = 0


def compact(*, now: datetime, raw_days: int = 0, roll_up_days: int = 0, patience_s: float = PATIENCE_S) -> Compacted:
    """Nothing while a long import is at work. Zero days keep raw events, or roll-ups, for ever."""
    with import_lock(patience_s=patience_s) as got:
        if not got:
            return Compacted()
        _sweep_keys()  # before what may fail: on a full disk it is what frees room
        before = drop_before(today=now.date(), raw_days=raw_days)
        files = to_compact(_held_files(), today=now.date(), read_through=_read_through(now), drop_before=before)
        days = _merge(files, now=now) if files else 0
        dropped = _drop(before, now=now) if before else 0
        forgotten = drop_roll_ups(now=now, roll_up_days=roll_up_days)
    return Compacted(len(files), days, dropped, forgotten)


def _held_files() -> list[HeldFile]:
    """Those that imports brought and that are of no single day yet."""
    rows = EventFile.objects.filter(date=None, dropped_at=None).annotate(
        first=Min("imports__activity_import__days__date"),
        last=Max("imports__activity_import__days__date"),
        newest=Max("imports__activity_import"),
    )
    return [HeldFile(row.pk, row.rows, row.first, row.last, row.newest) for row in rows if row.newest]


def _read_through(now: datetime) -> int | None:
    """Who follows imports one by one must have read what is moved."""
    marks = AffectedMark.objects.filter(read_at__gte=now - _STILL_READING)
    least: int | None = marks.aggregate(least=Min("through_import"))["least"]
    return least


def _merge(files: Sequence[HeldFile], *, now: datetime) -> int:
    rows = EventFile.objects.filter(pk__in=[each.pk for each in files])
    paths = [events_dir() / path for path in rows.values_list("path", flat=True)]
    brought = ImportedDay.objects.filter(activity_import__filed__file__in=rows)
    days = sorted(set(brought.order_by().values_list("date", flat=True)))
    held = {row.date: row for row in EventFile.objects.filter(date__in=days) if row.date}
    made: list[EventFile] = []
    with scratch_dir() as scratch:
        of_days = {day: events_dir() / row.path for day, row in held.items()}
        for day, finished, count in write_days(paths, days, held=of_days, scratch=scratch):
            made.append(_settled(day, finished, count, now=now))
    wanted = sum(each.rows for each in files) + sum(each.rows for each in held.values())
    if sum(each.rows for each in made) != wanted:
        message = (
            f"{wanted} events went into the files of {len(days)} days, another number came out: nothing is changed"
        )
        raise RuntimeError(message)
    _name(made, rows_of=[each.pk for each in files], held=[row.pk for row in held.values()])
    return len(made)


def _settled(day: date, finished: Path, rows: int, *, now: datetime) -> EventFile:
    target = events_dir() / f"{day}-{uuid4()}.parquet"
    digest = sha256_of(finished)
    settle(finished, target)
    return EventFile(
        path=target.name, date=day, rows=rows, size_bytes=target.stat().st_size, sha256=digest, created_at=now
    )


@transaction.atomic
def _name(made: Sequence[EventFile], *, rows_of: Sequence[int], held: Sequence[int]) -> None:
    FiledImport.objects.filter(file__in=rows_of).delete()
    replaced = EventFile.objects.filter(pk__in=[*rows_of, *held])
    _let_go(replaced)
    replaced.delete()
    EventFile.objects.bulk_create(made)


@transaction.atomic
def _drop(before: date, *, now: datetime) -> int:
    """Only days whose roll-up is right: it is all that stays of them."""
    due = EventFile.objects.filter(date__lt=before, dropped_at=None)
    days = sorted({row.date for row in due if row.date})
    stale = stale_days(days) if days else []
    unmoved = [each.first_date for each in _held_files()]
    end = min([before, *stale, *unmoved])
    gone = due.filter(date__lt=end)
    found = gone.aggregate(events=Sum("rows"), last=Max("date"))
    _let_go(gone)
    count = gone.update(dropped_at=now)
    if count:
        facts = {"days": count, "events": found["events"], "through": str(found["last"])}
        record("analytics.events.dropped", subject=f"raw events before {end}", actor=_ACTOR, at=now, **facts)
    return count


def _let_go(files: QuerySet[EventFile]) -> None:
    let_go(events_dir() / path for path in files.values_list("path", flat=True))


def _sweep_keys() -> None:
    """Runs that others took in, or that a failed import left. Only imports read them, and none is at work."""
    named = set(KeyRun.objects.values_list("path", flat=True))
    for path in keys_dir().glob("*.keys*"):
        if path.name not in named:
            path.unlink(missing_ok=True)
