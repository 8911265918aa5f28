"""How do the events of a day become its roll-up, one file per shard?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.engines.duckdb.session import file_list, open_session

SHARDS = 2


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Actions of a source that match the pattern (`bot.*`) do not count as use."""

    source: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Rolled:
    """A finished file under a temporary name."""

    date: date
    shard: int
    path: Path
    rows: int


def roll_up(
    files: Sequence[Path], days: Sequence[date], *, exclusions: Sequence[Exclusion], scratch: Path
) -> Iterator[Rolled]:
    """Every day and shard, in order, also those without a row. Columns: see sql/roll_up.sql."""
    with open_session(scratch) as session:
        session.run(
            "exclusions",
            sources=[each.source for each in exclusions],
            patterns=[each.pattern for each in exclusions],
        )
        session.set(shards=SHARDS)
        session.run("roll_up", files=file_list(files), days=list(days))
        for day in sorted(set(days)):
            for shard in range(SHARDS):
                target = scratch / f"{day}-{shard}.parquet"
                query = (
                    "SELECT * EXCLUDE (shard) FROM rolled"  # noqa: S608  (a day and a number of ours)
                    f" WHERE day = DATE '{day.isoformat()}' AND shard = {shard}"
                    ' ORDER BY module, account, "user", slot, source'
                )
                yield Rolled(day, shard, target, session.copy(query, target))
