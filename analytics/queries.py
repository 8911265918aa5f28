"""What do imports, roll-ups and figures need to know from the tables?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from pathlib import Path

from django.db.models import Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Least

from analytics.models import (
    ActivityImport,
    ActivitySource,
    EventFile,
    ImportedDay,
    ImportStatus,
    PulledDay,
    RollupPartition,
)
from analytics.rules.coverage import Promise
from analytics.rules.roll_up_pieces import HeldDay
from lifecycle.api import reading


@dataclass(frozen=True, slots=True)
class SourceDay:
    """What a source delivered for a UTC day."""

    source: str
    date: date
    events: int
    last_at: datetime


def import_of(*, sha256: str, recipe: str) -> ActivityImport | None:
    return ActivityImport.objects.filter(sha256=sha256, recipe=recipe, status=ImportStatus.IMPORTED).first()


def event_file_names(days: Iterable[date] | None = None) -> list[str]:
    """Of the files that hold events of these days, or of all; other days may be in them, too."""
    files = EventFile.objects.filter(dropped_at=None)
    if days is not None:
        wanted = list(days)
        imports = ImportedDay.objects.filter(date__in=wanted).values("activity_import")
        files = files.filter(Q(date__in=wanted) | Q(imports__activity_import__in=imports)).distinct()
    return list(files.order_by("path").values_list("path", flat=True))


def sealed_until() -> date | None:
    """The last day whose raw events were dropped: it and those before it take no row any more."""
    last: date | None = EventFile.objects.exclude(dropped_at=None).aggregate(last=Max("date"))["last"]
    return last


def days_of(import_ids: Sequence[str]) -> list[date]:
    rows = ImportedDay.objects.filter(activity_import__uuid__in=[each for each in import_ids if each])
    return sorted(set(rows.values_list("date", flat=True)))


def unmatched(accounts: Iterable[str]) -> list[str]:
    """Keys that no account has."""
    wanted = sorted(set(accounts))
    known = set(reading.directory().filter(key__in=wanted).values_list("key", flat=True))
    return [key for key in wanted if key not in known]


def unregistered(modules: Iterable[str]) -> list[str]:
    """Keys that no module has."""
    known = set(reading.modules().values_list("key", flat=True))
    return sorted(set(modules) - known)


def named_unregistered() -> list[str]:
    """Modules that events on record name and that nobody registered, of each import the first thousand."""
    known = list(reading.modules().values_list("key", flat=True))
    rows = ActivityImport.objects.filter(status=ImportStatus.IMPORTED).exclude(modules__contained_by=known)
    named = rows.order_by().values_list("modules", flat=True).distinct()
    return sorted({str(key) for keys in named.iterator() for key in keys} - set(known))


def partitions(days: Iterable[date] | None = None) -> dict[tuple[date, int], HeldDay]:
    """At each refresh all are looked through: as models they would cost more than rolling up a day."""
    rows = RollupPartition.objects.all() if days is None else RollupPartition.objects.filter(date__in=list(days))
    found = rows.values_list("date", "shard", "rows", "path", "size_bytes", "watermark")
    return {(row[0], row[1]): HeldDay(*row) for row in found.iterator()}


def days_of_months(months: Collection[date]) -> list[date]:
    """The days of these months (given by their first day) that brought events."""
    if not months:
        return []
    spans = reduce(or_, [Q(date__year=month.year, date__month=month.month) for month in sorted(months)])
    brought = ImportedDay.objects.filter(spans).order_by().values_list("date", flat=True)
    pulled = current_pulled_days().filter(spans).order_by().values_list("date", flat=True)
    return sorted(brought.union(pulled))


def current_pulled_days() -> QuerySet[PulledDay]:
    """Days of customers' warehouses as they were pulled last; also those in which nothing is any more."""
    return PulledDay.objects.filter(replaced_at=None)


def pulled_file_names(
    days: Iterable[date] | None = None, *, since: date = date.min, until: date = date.max
) -> list[str]:
    """Those of `days`, or of all in the span."""
    rows = current_pulled_days().filter(date__gte=since, date__lte=until).exclude(path="")
    rows = rows if days is None else rows.filter(date__in=list(days))
    return list(rows.order_by("path").values_list("path", flat=True))


def pulled_sources(*, since: date, until: date) -> frozenset[str]:
    """Of which some day in the span came from a warehouse."""
    rows = current_pulled_days().filter(date__gte=since, date__lte=until).order_by()
    return frozenset(rows.values_list("source__name", flat=True).distinct())


def partitions_of_month(month: date) -> dict[tuple[date, int], RollupPartition]:
    rows = RollupPartition.objects.filter(date__year=month.year, date__month=month.month)
    return {(row.date, row.shard): row for row in rows}


def newest_partition_date() -> date:
    """Before the first roll-up the earliest of all days."""
    return RollupPartition.objects.aggregate(newest=Max("date"))["newest"] or date.min


def rollup_files(*, until: date) -> list[tuple[str, str]]:
    """Names and checksums of the files that a reader may see, up to a day: the same ones hold the same rows.

    A file may hold later days of the same month, too.
    """
    rows = RollupPartition.objects.filter(date__lte=until, rows__gt=0).order_by("path")
    return list(rows.values_list("path", "sha256").distinct())


def rollup_names_of(days: Collection[date]) -> list[str]:
    """Of the files that hold these days, among others."""
    rows = RollupPartition.objects.filter(date__in=days, rows__gt=0).order_by("path")
    return list(rows.values_list("path", flat=True).distinct())


def source_days(*, until: date) -> list[SourceDay]:
    """What each source delivered for each day, new events only, by source and day; without sources that ended."""
    living = Q(source__ended_date=None) | Q(source__ended_date__gte=until)
    rows = ImportedDay.objects.filter(living, date__lte=until).values("source__name", "date")
    if gone := _forgotten_until():
        rows = rows.filter(date__gt=gone)
    counted = rows.annotate(total=Sum("events"), latest=Max("last_at")).order_by("source__name", "date")
    return [SourceDay(row["source__name"], row["date"], row["total"], row["latest"]) for row in counted]


def _forgotten_until() -> date | None:
    """The last day of which neither raw events nor roll-ups are left: no history begins before it."""
    sealed = sealed_until()
    if sealed is None:
        return None
    first: date | None = RollupPartition.objects.aggregate(first=Min("date"))["first"]
    return min(sealed, first - timedelta(days=1)) if first else sealed


def promises() -> dict[str, Promise]:
    """Declared least events per day, by source."""
    rows = ActivitySource.objects.exclude(heartbeat=None).values_list("name", "heartbeat", "promised_date")
    return {name: Promise(beat, since) for name, beat, since in rows if beat}


def last_event_at(sources: Sequence[str]) -> datetime | None:
    """The newest event of any of these sources, whatever day it is of; one from our future is as old as its arrival."""
    rows = ImportedDay.objects.filter(source__name__in=sources)
    newest: datetime | None = rows.aggregate(at=Max(Least("last_at", "activity_import__created_at")))["at"]
    return newest


def hashes_users(source: str) -> bool:
    """A feed that was once hashed stays so, or each person would count twice."""
    return ActivitySource.objects.filter(name=source, hashes_users=True).exists()


def hashed_sources() -> frozenset[str]:
    return frozenset(ActivitySource.objects.filter(hashes_users=True).values_list("name", flat=True))


def event_paths_since(folder: Path, since: date) -> list[Path]:
    """The event files that hold anything of that day or later."""
    imports = ImportedDay.objects.filter(date__gte=since).values("activity_import")
    files = EventFile.objects.filter(dropped_at=None)
    files = files.filter(Q(date__gte=since) | Q(imports__activity_import__in=imports)).distinct()
    return [folder / path for path in files.order_by("path").values_list("path", flat=True)]


def recent_imports(*, limit: int, before_id: int | None = None, with_rejects: bool = False) -> list[ActivityImport]:
    """Newest first, of those before one; all, or those alone that rejected rows."""
    found = ActivityImport.objects.order_by("-id")
    found = found.filter(id__lt=before_id) if before_id is not None else found
    return list((found.filter(rejected__gt=0) if with_rejects else found)[:limit])


def named_files() -> tuple[set[str], set[str]]:
    """The event files and roll-up files that a manifest names."""
    events = EventFile.objects.filter(dropped_at=None).values_list("path", flat=True)
    return set(events), set(RollupPartition.objects.values_list("path", flat=True))
