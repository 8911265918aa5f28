"""How many events does each rule of excluded actions leave out?"""

from datetime import date, timedelta
from functools import lru_cache

from analytics import queries
from analytics.engines.duckdb.left_out import count_left_out
from analytics.engines.duckdb.rollup import Exclusion
from analytics.rules.left_out import LeftOut
from analytics.services.exclude_actions import excluded_actions
from analytics.services.workspace import events_dir, spill_dir

DAYS = 28


def left_out(*, as_of: date) -> dict[str, tuple[LeftOut, ...]]:
    """In the last 28 UTC days up to `as_of`, by source, of those that leave anything out; patterns in order.

    What a warehouse left out by itself, and events that are no longer kept, nobody can count: None.
    """
    rules = excluded_actions()
    if not rules:
        return {}
    first = as_of - timedelta(days=DAYS - 1)
    exclusions = tuple(Exclusion(source, pattern) for source, patterns in rules.items() for pattern in patterns)
    files = tuple(str(path) for path in queries.event_paths_since(events_dir(), first))
    counted = _counted(exclusions, first, as_of, files)
    sealed, pulled = queries.sealed_until(), queries.pulled_sources(since=first, until=as_of)
    is_sealed = sealed is not None and sealed >= first
    found: dict[str, tuple[LeftOut, ...]] = {}
    for each in exclusions:
        events = None if is_sealed or each.source in pulled else counted.get(each, 0)
        found[each.source] = (*found.get(each.source, ()), LeftOut(each.source, each.pattern, events))
    return found


@lru_cache(maxsize=8)
def _counted(
    exclusions: tuple[Exclusion, ...], first: date, last: date, files: tuple[str, ...]
) -> dict[Exclusion, int]:
    """Event files never change: read once for the same ones."""
    with spill_dir() as spill:
        paths = [events_dir() / name for name in files]
        return count_left_out(paths, exclusions=exclusions, first=first, last=last, scratch=spill)
