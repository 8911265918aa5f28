"""What do a module's counts look like without the users who flood it?"""

from collections.abc import Mapping
from datetime import UTC, date, timedelta, tzinfo
from functools import lru_cache

from analytics import queries
from analytics.engines.duckdb.floods import people_of
from analytics.models import FlaggedUser, FloodDecision
from analytics.rules.floods import Flagged, People, without_floods
from analytics.rules.measures import ModuleFacts
from analytics.services.workspace import rollups_dir, spill_dir

Files = tuple[tuple[str, str], ...]


def flagged_of(module_key: str) -> tuple[Flagged, ...]:
    """Those who do not count, by account and user: flagged, and not taken back by a person."""
    rows = FlaggedUser.objects.filter(module_key=module_key).exclude(decision=FloodDecision.PERSON)
    return tuple(
        Flagged(account, user, decision == FloodDecision.OPEN)
        for account, user, decision in rows.values_list("account_key", "user", "decision")
    )


def rollup_files_at(day: date) -> Files:
    """Names and checksums of the roll-ups that hold the days up to `day` in every time zone."""
    return tuple((str(path), str(sha256)) for path, sha256 in queries.rollup_files(until=day + timedelta(days=1)))


def count_persons(
    facts: ModuleFacts, *, module_key: str, as_of: date, zones: Mapping[str, tzinfo], files: Files
) -> ModuleFacts:
    """The same facts without who floods; without any such user the very same."""
    flagged = flagged_of(module_key)
    if not flagged:
        return facts
    own = {each.account: zones.get(each.account, UTC) for each in flagged}
    people = _people(module_key, as_of, flagged, tuple(sorted(own.items(), key=lambda pair: pair[0])), files)
    return without_floods(facts, people, as_of=as_of)


@lru_cache(maxsize=8)
def _people(
    module_key: str,
    as_of: date,
    flagged: tuple[Flagged, ...],
    zones: tuple[tuple[str, tzinfo], ...],
    files: Files,
) -> dict[str, People]:
    """Roll-up files never change: read once for the same ones."""
    paths = [rollups_dir() / path for path, _ in files]
    with spill_dir() as spill:
        return people_of(paths, module=module_key, as_of=as_of, flagged=flagged, zones=dict(zones), scratch=spill)
