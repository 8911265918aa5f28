"""What else do a module's users use, and have they begun to use its replacement?"""

from datetime import date, datetime, timedelta
from functools import lru_cache

from analytics.engines.duckdb.co_use import measure_co_use
from analytics.models import UsageBaseline
from analytics.rules.co_use import CoUse, without_coverage
from analytics.rules.floods import Flagged
from analytics.services.flood_counts import Files, flagged_of, rollup_files_at
from analytics.services.usage import is_covered, last_complete_day
from analytics.services.workspace import rollups_dir, spill_dir
from lifecycle.api import reading

RECENT = timedelta(days=27)
DAYS = 90


def co_use(*, module_key: str, now: datetime, as_of: date | None = None) -> CoUse:
    """In the 90 UTC days up to `as_of`. What is after: from the announcement on, before one the last 28 days."""
    day = as_of or last_complete_day(now)
    found = reading.module(module_key)
    other = found.replacement_module if found else None
    replacement = (other.key, _since(module_key, day)) if other else None
    covered = is_covered(module_key=module_key, now=now, as_of=day, window=DAYS)  # before the roll-ups are looked up
    counted = _measured(module_key, day, flagged_of(module_key), replacement, rollup_files_at(day))
    return counted if covered else without_coverage(counted)


def _since(module_key: str, day: date) -> date:
    newest = UsageBaseline.objects.filter(plan__module__key=module_key, as_of_date__lt=day).order_by("-as_of_date")
    row = newest.first()
    return row.as_of_date + timedelta(days=1) if row else day - RECENT


@lru_cache(maxsize=8)
def _measured(
    module_key: str, day: date, flagged: tuple[Flagged, ...], replacement: tuple[str, date] | None, files: Files
) -> CoUse:
    paths = [rollups_dir() / path for path, _ in files]
    with spill_dir() as spill:
        return measure_co_use(
            paths, module=module_key, as_of=day, flagged=flagged, replacement=replacement, scratch=spill
        )
