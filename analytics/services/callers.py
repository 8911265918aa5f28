"""Through which integrations and program versions is a module used?"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from analytics import queries
from analytics.engines.duckdb.callers import measure_callers
from analytics.engines.duckdb.rollup import Exclusion
from analytics.models import ActivitySource
from analytics.rules.callers import Callers
from analytics.rules.floods import Flagged
from analytics.services.event_reading import pulled_files
from analytics.services.flood_counts import flagged_of
from analytics.services.usage import is_covered, last_complete_day
from analytics.services.workspace import events_dir, spill_dir

DAYS = 90


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Actions that are no use, and who floods."""

    exclusions: tuple[Exclusion, ...]
    flagged: tuple[Flagged, ...]


def callers(*, module_key: str, now: datetime, as_of: date | None = None, days: int = DAYS) -> Callers:
    """In the last 90, 28 or 7 UTC days up to `as_of`, the most events first; excluded actions do not count.

    Who floods is no user, and his events stay counted.
    """
    day = as_of or last_complete_day(now)
    first = day - timedelta(days=days - 1)
    covered = is_covered(module_key=module_key, now=now, as_of=day, window=days)
    files = tuple(str(path) for path in queries.event_paths_since(events_dir(), first))
    rules = ActivitySource.objects.exclude(excluded_actions=[]).values_list("name", "excluded_actions")
    exclusions = tuple(Exclusion(name, str(pattern)) for name, patterns in rules for pattern in patterns)
    left_out = LeftOut(exclusions, flagged_of(module_key))
    sealed = queries.sealed_until()
    counted = _measured(module_key, day, days, left_out, files)
    is_whole = (sealed is None or sealed < first) and not pulled_files(since=first, until=day)
    return counted if covered and is_whole else replace(counted, is_covered=False)


@lru_cache(maxsize=8)
def _measured(module_key: str, day: date, days: int, left_out: LeftOut, files: tuple[str, ...]) -> Callers:
    """Event files never change: read once for the same ones."""
    with spill_dir() as spill:
        return measure_callers(
            [events_dir() / name for name in files],
            module=module_key,
            as_of=day,
            days=days,
            exclusions=left_out.exclusions,
            flagged=left_out.flagged,
            scratch=spill,
        )
