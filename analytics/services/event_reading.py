"""Which event files came with which imports, and which of their actions count as use?"""

from pathlib import Path

from django.db.models import Max, QuerySet

from analytics.engines.duckdb.rollup import Exclusion
from analytics.models import ActivityImport, ActivitySource, EventFile, ImportStatus
from analytics.services.workspace import events_dir


def newest_import() -> int:
    """Its number, of those that brought events; imports become visible one after the other."""
    return _imports().aggregate(newest=Max("pk"))["newest"] or 0


def all_event_files() -> list[Path]:
    """Every file that holds events: none is in two of them."""
    filed = EventFile.objects.filter(dropped_at=None).values_list("path", flat=True)
    return sorted({*(events_dir() / path for path in filed), *_own_files(_imports())})


def new_event_files(*, after: int, through: int) -> list[Path] | None:
    """Those of the imports after one and up to another; None where they are not apart from earlier events any more."""
    new = _imports().filter(pk__gt=after, pk__lte=through)
    own = _own_files(new)
    filed = EventFile.objects.filter(dropped_at=None, imports__activity_import__in=new)
    if len(own) + new.filter(filed__isnull=False, filed__file__dropped_at=None).distinct().count() < new.count():
        return None
    if filed.filter(imports__activity_import__pk__lte=after).exists():
        return None
    return sorted({*own, *(events_dir() / path for path in filed.values_list("path", flat=True))})


def exclusions() -> tuple[Exclusion, ...]:
    """Actions that do not count as use."""
    rules = ActivitySource.objects.exclude(excluded_actions=[]).values_list("name", "excluded_actions")
    return tuple(Exclusion(name, str(pattern)) for name, patterns in rules for pattern in patterns)


def _own_files(imports: QuerySet[ActivityImport]) -> list[Path]:
    """Of imports that no manifest files: a file by the import's own name, unless their days took them."""
    paths = [
        events_dir() / f"{uuid}.parquet" for uuid in imports.filter(filed__isnull=True).values_list("uuid", flat=True)
    ]
    return [path for path in paths if path.exists()]


def _imports() -> QuerySet[ActivityImport]:
    return ActivityImport.objects.filter(status=ImportStatus.IMPORTED, added__gt=0)
