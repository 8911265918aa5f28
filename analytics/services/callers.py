"""Through which integrations and program versions is a module used?"""

from datetime import date, datetime, timedelta
from functools import lru_cache

from analytics import queries
from analytics.engines.duckdb.callers import measure_callers
from analytics.engines.duckdb.rollup import Exclusion
from analytics.models import ActivitySource
from analytics.rules.callers import Callers
from analytics.services.usage import last_complete_day
from analytics.services.workspace import events_dir, spill_dir

DAYS = 90


def callers(*, module_key: str, now: datetime, as_of: date | None = None, days: int = DAYS) -> Callers:
    """In the last `days` UTC days up to `as_of`, the most events first; excluded actions do not count."""
    day = as_of or last_complete_day(now)
    files = tuple(str(path) for path in queries.event_paths_since(events_dir(), day - timedelta(days=days - 1)))
    rules = ActivitySource.objects.exclude(excluded_actions=[]).values_list("name", "excluded_actions")
    exclusions = tuple(Exclusion(name, str(pattern)) for name, patterns in rules for pattern in patterns)
    return _measured(module_key, day, days, exclusions, files)


@lru_cache(maxsize=8)
def _measured(
    module_key: str, day: date, days: int, exclusions: tuple[Exclusion, ...], files: tuple[str, ...]
) -> Callers:
    """Event files never change: read once for the same ones."""
    with spill_dir() as spill:
        return measure_callers(
            [events_dir() / name for name in files],
            module=module_key,
            as_of=day,
            days=days,
            exclusions=exclusions,
            scratch=spill,
        )
