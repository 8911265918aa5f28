"""Which event files came with which imports, and which of their actions count as use?"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Max, QuerySet, Subquery, Sum

from analytics import queries
from analytics.engines.duckdb.rollup import Exclusion
from analytics.models import ActivityImport, ActivitySource, EventFile, ImportStatus
from analytics.services.workspace import events_dir, pulled_dir


@dataclass(frozen=True, slots=True)
class KeptEvents:
    """The files of every event that is still kept, and the newest import that was there with them."""

    files: tuple[Path, ...]
    through: int


def newest_import() -> int:
    """Its number, of those that brought events; imports become visible one after the other."""
    return _imports().aggregate(newest=Max("pk"))["newest"] or 0


def kept_events() -> KeptEvents:
    """Told by one statement: an import that becomes visible meanwhile is in neither of them, or in both."""
    newest = Subquery(_imports().order_by("-pk").values("pk")[:1])
    rows = list(EventFile.objects.filter(dropped_at=None).annotate(newest=newest).values_list("path", "newest"))
    if not rows:
        return KeptEvents((), newest_import())
    return KeptEvents(tuple(sorted(events_dir() / path for path, _ in rows)), rows[0][1] or 0)


def pulled_files(*, since: date = date.min, until: date = date.max) -> list[Path]:
    """What warehouses rolled up of these days; their events stayed there, and with them through what they came."""
    return [pulled_dir() / name for name in queries.pulled_file_names(since=since, until=until)]


def newest_pulled_day() -> date | None:
    """Up to it, somebody may have called through what no event tells."""
    newest: date | None = queries.current_pulled_days().exclude(path="").aggregate(newest=Max("date"))["newest"]
    return newest


def all_event_files() -> list[Path]:
    """Every file that holds events: none is in two of them."""
    return list(kept_events().files)


def new_event_files(*, after: int, through: int) -> list[Path] | None:
    """Those of the imports after one and up to another; None where they are not apart from earlier events any more.

    An import may lie in several files of which only some were moved into those of their days: then rows are missing.
    """
    new = _imports().filter(pk__gt=after, pk__lte=through)
    if new.filter(pulled__isnull=False).exists():  # such a day takes the place of what was read of it before
        return None
    filed = EventFile.objects.filter(dropped_at=None, imports__activity_import__in=new).distinct()
    rows = dict(filed.values_list("path", "rows"))
    if sum(rows.values()) != (new.aggregate(added=Sum("added"))["added"] or 0):
        return None
    if filed.filter(imports__activity_import__pk__lte=after).exists():
        return None
    return sorted(events_dir() / path for path in rows)


def exclusions() -> tuple[Exclusion, ...]:
    """Actions that do not count as use."""
    rules = ActivitySource.objects.exclude(excluded_actions=[]).values_list("name", "excluded_actions")
    return tuple(Exclusion(name, str(pattern)) for name, patterns in rules for pattern in patterns)


def _imports() -> QuerySet[ActivityImport]:
    return ActivityImport.objects.filter(status=ImportStatus.IMPORTED, added__gt=0)
