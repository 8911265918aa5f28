"""How do the events of a day become its roll-up, one file per shard?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.engines.duckdb.session import Session, file_list, open_session, whole

SHARDS = 2


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Actions of a source that match the pattern (`bot.*`) do not count as use."""

    source: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Rolled:
    """A finished file under a temporary name; without rows there is none."""

    date: date
    shard: int
    path: Path | None
    rows: int


def roll_up(
    files: Sequence[Path], days: Sequence[date], *, exclusions: Sequence[Exclusion], scratch: Path
) -> Iterator[Rolled]:
    """Every day and shard, in order, also those without a row (an excluded bot's day). Columns: see sql/roll_up.sql."""
    with open_session(scratch) as session:
        session.run(
            "exclusions",
            sources=[each.source for each in exclusions],
            patterns=[each.pattern for each in exclusions],
        )
        session.set(shards=SHARDS)
        session.run("roll_up", files=file_list(files), days=list(days))
        filled = {(day, whole(shard)) for day, shard in session.run("rolled_shards")}
        for day in sorted(set(days)):
            for shard in range(SHARDS):
                yield _write(session, day, shard, scratch) if (day, shard) in filled else Rolled(day, shard, None, 0)


def _write(session: Session, day: date, shard: int, scratch: Path) -> Rolled:
    target = scratch / f"{day}-{shard}.parquet"
    query = (
        "SELECT * EXCLUDE (shard) FROM rolled"  # noqa: S608  (a day and a number of ours)
        f" WHERE day = DATE '{day.isoformat()}' AND shard = {shard}"
        ' ORDER BY module, account, "user", slot, source'
    )
    return Rolled(day, shard, target, session.copy(query, target))
