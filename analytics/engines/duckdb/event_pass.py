"""How do delivered files become event files that hold no event twice, several of them in one pass?"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb

from analytics.engines.duckdb.event_session import EventSession, Keys, open_event_session
from analytics.engines.duckdb.event_stats import DayCount, Met, Told, add_days, days_in, met_in, told_by
from analytics.engines.duckdb.key_runs import KEY, met_before, met_twice, sorted_keys
from analytics.engines.duckdb.resolve_repeats import COLUMNS, EarlierFiles, Resolved, resolve_repeats
from analytics.engines.duckdb.scan_file import Scanned, scan_file
from analytics.engines.duckdb.session import texts, whole
from analytics.rules.activity import ActivityEvent
from analytics.rules.moments import epoch_us
from analytics.rules.scan_plan import ScanPlan

Telling = Callable[[Path, int], Future[Told]]  # of a file of a part: begins at once, in another thread


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """An event file that is to be settled, and the parts of the pass that have events in it."""

    path: Path
    rows: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a pass is new, by part. `clashes`: parts that use an event id for different events, and are refused."""

    files: tuple[FinishedFile, ...]
    added: dict[int, int]
    days: dict[int, list[DayCount]]
    met: dict[int, Met]
    clashes: dict[int, tuple[str, ...]]
    keys: Keys


class EventPass:
    """Parts are numbered from one, in the order in which they count as delivered."""

    def __init__(self, session: EventSession, scratch: Path, judged: TextIO, telling: Telling) -> None:
        self.session = session
        self._scratch = scratch
        self._judged = judged
        self._writer = csv.writer(judged)
        self._has_judged = False
        self._scanned: dict[int, Path] = {}
        self._telling = telling
        self._told: dict[int, Future[Told]] = {}

    def add(self, event: ActivityEvent, *, part: int, source: str) -> None:
        """An event that was judged by itself. `source` names the feed, where the row does not."""
        self._has_judged = True
        self._writer.writerow(
            (
                part,
                epoch_us(event.occurred_at),
                event.account,
                event.user,
                event.module,
                event.action,
                format(event.quantity, "f"),
                event.event_id,
                event.source or source,
                event.client,
                event.integration,
            )
        )

    def scan(self, plan: ScanPlan, *, part: int) -> Scanned | None:
        """The good rows of a plain file at once; None when it is not as plain as it looked."""
        target = self._scratch / f"part-{part}.parquet"
        try:
            scanned = scan_file(self.session, plan, target)
        except duckdb.Error:  # whatever it stumbles over, reading row by row can say where it is
            return None
        if scanned and scanned.good:
            self._scanned[part] = target
            self._told[part] = self._telling(target, part)
        return scanned

    def forget(self, part: int) -> None:
        """What was scanned of it: it is read row by row after all."""
        self._scanned.pop(part, None)
        if told := self._told.pop(part, None):
            told.cancel()

    def scanned_sources(self, part: int) -> frozenset[str]:
        """Of the rows that were scanned of it; those that were judged by themselves are not among them."""
        if part not in self._scanned:
            return frozenset()
        file = self.session.file(self._scanned[part])
        return frozenset(texts(self.session.ask(f"SELECT DISTINCT source FROM {file}")))  # noqa: S608  (a path of ours)

    def keep(self, parts: Sequence[int], *, runs: Sequence[Path], earlier: EarlierFiles) -> Kept:
        """Only these parts; the others are refused already."""
        origins = self._origins(parts)
        if not origins:
            return Kept((), {}, {}, {}, {}, self.session.keys("SELECT 0::UBIGINT AS key WHERE false"))
        keys = sorted_keys(self.session, *origins.values(), with_ids=self._with_ids(origins))
        repeated, known = met_twice(keys), met_before(keys, runs)
        resolved = Resolved(frozenset(), {})
        if len(repeated) or len(known):
            resolved = resolve_repeats(self.session, origins, repeated=repeated, known=known, earlier=earlier)
        days: dict[int, list[DayCount]] = {}
        finished = [each for number in origins if (each := self._finish(number, origins[number], resolved, days))]
        if resolved.touched:
            files = [self.session.file(each.path) for each in finished]
            keys = sorted_keys(self.session, *files) if files else keys[:0]
        added = {part: sum(day.events for day in of_part) for part, of_part in days.items()}
        return Kept(tuple(finished), added, days, self._met(origins), resolved.clashes, keys)

    def _origins(self, parts: Sequence[int]) -> dict[int, str]:
        """Relations of rows with their part: 0 for all judged rows, else one scanned part."""
        origins: dict[int, str] = {}
        if self._has_judged:
            self._judged.flush()
            self.session.run("stage_judged", path=self._judged.name, parts=list(parts))
            origins[0] = "staged"
        for part in parts:
            if part in self._scanned:
                file = self.session.file(self._scanned[part])
                origins[part] = f"(SELECT {part} AS part, * FROM {file})"  # noqa: S608  (a number and a path of ours)
        return origins

    def _met(self, origins: Mapping[int, str]) -> dict[int, Met]:
        met: dict[int, Met] = {}
        if 0 in origins:
            met_in(self.session, origins[0], met)
        for part in sorted(origins.keys() - {0}):
            told = self._told[part].result().met
            if part in met:
                told.add(met[part])
            met[part] = told
        return met

    def _with_ids(self, origins: Mapping[int, str]) -> set[str]:
        """Of which no event must be known by its content."""
        known = {part for part in origins if part and not self._lacking_ids(self._scanned[part])}
        return {origins[part] for part in known}

    def _lacking_ids(self, path: Path) -> int:
        ((lacking,),) = self.session.run("rows_without_id", path=str(path))
        return whole(lacking)

    def _finish(
        self, number: int, relation: str, resolved: Resolved, days: dict[int, list[DayCount]]
    ) -> FinishedFile | None:
        """A scanned file that holds nothing known is finished as it is."""
        if number in resolved.clashes:
            return None
        if number and number not in resolved.touched:
            target, found = self._scanned[number], {number: self._told[number].result().days}
        else:
            target, found = self._scratch / f"events-{number}.parquet", {}
            self.session.tell(f"CREATE OR REPLACE TEMP VIEW finished AS {_new_rows(number, relation, resolved)}")
            self.session.write(f"SELECT {COLUMNS} FROM finished ORDER BY day", target)  # noqa: S608  (names of ours)
            days_in(self.session, "finished", found)
        add_days(days, found)
        rows = sum(each.events for of_part in found.values() for each in of_part)
        return FinishedFile(target, rows, tuple(found)) if rows else None


def _new_rows(number: int, relation: str, resolved: Resolved) -> str:
    query = f"SELECT part, {COLUMNS} FROM {relation} WHERE true"  # noqa: S608  (relations of ours)
    if resolved.clashes:
        query += f" AND part NOT IN ({', '.join(map(str, resolved.clashes))})"
    if number in resolved.touched:
        query += f" AND {KEY} NOT IN (SELECT key FROM met_again) UNION ALL"  # noqa: S608  (expressions of ours)
        query += f" SELECT part, {COLUMNS} FROM survivors WHERE origin = {number}"  # noqa: S608  (see above)
    return query


@contextmanager
def event_pass(scratch: Path) -> Iterator[EventPass]:
    """`scratch` exists and is ours alone."""
    with (
        open_event_session(scratch) as session,
        session.beside() as other,
        _telling_of(other) as telling,
        (scratch / "judged.csv").open("w", encoding="utf-8", newline="") as judged,
    ):
        yield EventPass(session, scratch, judged, telling)


@contextmanager
def _telling_of(session: EventSession) -> Iterator[Telling]:
    """What is not asked for by the end of a pass, nobody waits for: others stand before the import lock."""
    with ThreadPoolExecutor(1) as beside:
        try:
            yield lambda path, part: beside.submit(told_by, session, path, part)
        finally:
            beside.shutdown(wait=False, cancel_futures=True)
