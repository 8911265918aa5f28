"""Which event files came with which imports, and which of their actions count as use?"""

from pathlib import Path

from django.db.models import Max, QuerySet

from analytics.engines.duckdb.rollup import Exclusion
from analytics.models import ActivityImport, ActivitySource, ImportStatus
from analytics.services.workspace import events_dir


def newest_import() -> int:
    """Its number, of those that brought events; imports become visible one after the other."""
    return _imports().aggregate(newest=Max("pk"))["newest"] or 0


def event_files(*, after: int, through: int) -> list[Path]:
    """Those of the imports after one and up to another. They hold new events only: none is in two of them."""
    uuids = _imports().filter(pk__gt=after, pk__lte=through).order_by("pk").values_list("uuid", flat=True)
    return [events_dir() / f"{uuid}.parquet" for uuid in uuids]


def exclusions() -> tuple[Exclusion, ...]:
    """Actions that do not count as use."""
    rules = ActivitySource.objects.exclude(excluded_actions=[]).values_list("name", "excluded_actions")
    return tuple(Exclusion(name, str(pattern)) for name, patterns in rules for pattern in patterns)


def _imports() -> QuerySet[ActivityImport]:
    return ActivityImport.objects.filter(status=ImportStatus.IMPORTED, added__gt=0)
