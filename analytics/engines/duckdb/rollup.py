"""How do the events of some days become roll-up files, and how are small files joined?"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.engines.duckdb.session import Session, day, file_list, open_session, whole

SHARDS = 2
NEVER = date.min  # an empty list would have no type


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Actions of a source that match the pattern (`bot.*`) do not count as use."""

    source: str
    pattern: str


class RollUp:
    """Days counted anew in memory, by `rows` of each day and shard, until they are written."""

    def __init__(self, session: Session, rows: Mapping[tuple[date, int], int], scratch: Path) -> None:
        self._session = session
        self._scratch = scratch
        self._written = 0
        self.rows = rows

    def write(self, shard: int, *, fresh: Sequence[date], kept: Mapping[date, Path]) -> Path:
        """A finished file under a temporary name: `fresh` days as counted, `kept` ones out of their older files.

        Columns: see sql/roll_up.sql. In the order of the modules, so that a reader of one skips the others.
        """
        self._written += 1
        target = self._scratch / f"{shard}-{self._written}.parquet"
        self._session.set(shard=shard, fresh_days=list(fresh) or [NEVER])
        self._session.run("piece_fresh")
        if kept:
            files = file_list(sorted(set(kept.values())))
            self._session.run("piece_kept", files=files, days=list(kept))
        self._session.copy(f"SELECT * FROM {'piece' if kept else 'fresh'} ORDER BY module", target)  # noqa: S608 - ours
        return target


@contextmanager
def rolling_up(
    files: Sequence[Path],
    days: Sequence[date],
    *,
    exclusions: Sequence[Exclusion],
    scratch: Path,
    pulled: Sequence[Path] = (),
) -> Iterator[RollUp]:
    """`files` hold the events of the days, `pulled` what warehouses rolled up of them; without any only older files
    can be joined."""
    with open_session(scratch) as session:
        session.set(shards=SHARDS)
        if files:
            session.set(files=file_list(files))
            _choose(session, exclusions)
            session.run("roll_up", days=list(days))
        else:
            session.run("roll_up_nothing")
        if pulled:
            session.run("roll_up_pulled", files=file_list(pulled), days=list(days))
        rows = dict.fromkeys(((each, shard) for each in sorted(set(days)) for shard in range(SHARDS)), 0)
        rows.update({(day(of_day), whole(shard)): whole(n) for of_day, shard, n in session.run("rolled_shards")})
        yield RollUp(session, rows, scratch)


def _choose(session: Session, exclusions: Sequence[Exclusion]) -> None:
    if not exclusions:
        session.run("countable")
        return
    sources, patterns = [each.source for each in exclusions], [each.pattern for each in exclusions]
    session.run("exclusions", sources=sources, patterns=patterns)
    session.run("countable_but")
