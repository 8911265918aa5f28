"""Which events whose hash was met were there before, which are new, and which ids stand for two events?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.engines.duckdb.event_session import EventSession, Keys
from analytics.engines.duckdb.key_runs import KEY, joined
from analytics.engines.duckdb.session import day, texts, whole

# The event files that hold these days, or all of them.
EarlierFiles = Callable[[Sequence[date] | None], Sequence[Path]]
COLUMNS = 'day, occurred_at, account, "user", module, action, quantity, event_id, source, client, integration'


@dataclass(frozen=True, slots=True)
class Resolved:
    """`touched`: origins with rows whose key was met; of those only the table `survivors` is new."""

    touched: frozenset[int]
    clashes: dict[int, tuple[str, ...]]


def resolve_repeats(
    session: EventSession, origins: Mapping[int, str], *, repeated: Keys, known: Keys, earlier: EarlierFiles
) -> Resolved:
    """Leaves the tables `met_again` (keys) and `survivors` (rows with origin and part)."""
    session.table_of("met_again", joined([repeated, known]))
    rows = " UNION ALL ".join(
        f"SELECT {origin} AS origin, part, {COLUMNS}, {KEY} AS key FROM {relation}"  # noqa: S608  (of ours)
        for origin, relation in origins.items()
    )
    session.tell(
        f"CREATE OR REPLACE TEMP TABLE held AS SELECT * FROM ({rows})"  # noqa: S608  (relations of ours)
        " WHERE key IN (SELECT key FROM met_again)"
    )
    _find_earlier(session, known, earlier)
    clashes: dict[int, tuple[str, ...]] = {}
    while found := session.run("clashing_ids"):  # a refused part stands in no later one's way
        part = whole(found[0][0])
        clashes[part] = tuple(str(sentence) for _, sentence in found)
        session.run("refuse_part", part=part)
    touched = frozenset(whole(origin) for (origin,) in session.ask("SELECT DISTINCT origin FROM held"))
    session.run("surviving_events")
    return Resolved(touched, clashes)


def _find_earlier(session: EventSession, known: Keys, earlier: EarlierFiles) -> None:
    """An equal event is of the same day. Only an id that is not found there is looked for everywhere."""
    session.run("no_earlier_events")
    if not len(known):
        return
    session.table_of("looked_for", known)
    days = [day(each) for (each,) in session.run("days_looked_for")]
    if files := earlier(days):
        _add_earlier(session, files, "day IN (SELECT DISTINCT day FROM held)")
    missing = session.keys("SELECT key FROM looked_for ANTI JOIN earlier USING (key)")
    if len(missing) and (files := earlier(None)):
        session.table_of("looked_for", missing)
        _add_earlier(session, files, "event_id IS NOT NULL")


def _add_earlier(session: EventSession, files: Sequence[Path], condition: str) -> None:
    session.tell(
        f"INSERT INTO earlier SELECT {COLUMNS}, key FROM"  # noqa: S608  (names and paths of ours)
        f" (SELECT {COLUMNS}, {KEY} AS key FROM {session.file(*files)} WHERE {condition})"
        " WHERE key IN (SELECT key FROM looked_for)"
    )


def sentences(clashes: Mapping[int, tuple[str, ...]], part: int) -> str:
    """Why a part is refused; empty if it is not."""
    found = texts([(each,) for each in clashes.get(part, ())])
    return f"an event id stands for two different events: {'; '.join(found)}" if found else ""
