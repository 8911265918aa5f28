"""Is somebody counted twice among a module's users?"""

from datetime import date
from functools import lru_cache

from analytics.engines.duckdb.id_twins import find_id_twins
from analytics.rules.floods import Flagged
from analytics.rules.id_twins import IdTwins
from analytics.services.flood_counts import Files, flagged_of, rollup_files_at
from analytics.services.workspace import rollups_dir, spill_dir


def id_twins(*, module_key: str, as_of: date) -> IdTwins:
    """In the 90 UTC days up to `as_of`. Of users whose source is hashed, twins cannot be seen."""
    return _found(module_key, as_of, flagged_of(module_key), rollup_files_at(as_of))


@lru_cache(maxsize=8)
def _found(module_key: str, day: date, flagged: tuple[Flagged, ...], files: Files) -> IdTwins:
    """Roll-up files never change: read once for the same ones."""
    with spill_dir() as spill:
        paths = [rollups_dir() / path for path, _ in files]
        return find_id_twins(paths, module=module_key, as_of=day, flagged=flagged, scratch=spill)
