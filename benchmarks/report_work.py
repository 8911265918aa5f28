"""Which work is measured for the report on all modules, and does it come to what the script by hand comes to?"""

import shutil
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import duckdb

from analytics.engines.duckdb.report import write_shard
from analytics.engines.duckdb.rollup import SHARDS, rolling_up
from analytics.engines.duckdb.shards import MEMORY, ShardJob, work_side_by_side
from benchmarks.report_events import AS_OF, DAYS, YearOfEvents

DAYS_OF_YEAR = [AS_OF - timedelta(days=back) for back in reversed(range(DAYS))]


def roll_up(sample: YearOfEvents, target: Path) -> list[list[Path]]:
    """By shard, a file for each month, as the product lays down months that are over."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    found: list[list[Path]] = [[] for _ in range(SHARDS)]
    for _, days in groupby(DAYS_OF_YEAR, key=lambda day: (day.year, day.month)):
        listed = list(days)
        with rolling_up([sample.raw], listed, exclusions=[], scratch=target) as roll:
            for shard in range(SHARDS):
                written = roll.write(shard, fresh=[day for day in listed if roll.rows[day, shard]], kept={})
                found[shard].append(written.replace(target / f"{listed[0]}-{shard}.parquet"))
    return found


def one_process(files: Sequence[Path], target: Path) -> None:
    write_shard(files, as_of=AS_OF, zones={}, target=fresh(target), scratch=target)


def side_by_side(pieces: Sequence[Sequence[Path]], target: Path, *, memory: str = MEMORY) -> None:
    work_side_by_side(_jobs(pieces, target, memory))


def one_after_the_other(pieces: Sequence[Sequence[Path]], target: Path) -> None:
    """The same processes, never two at once."""
    for job in _jobs(pieces, target, MEMORY):
        work_side_by_side([job])


def _jobs(pieces: Sequence[Sequence[Path]], target: Path, memory: str) -> list[ShardJob]:
    fresh(target)
    jobs = []
    for shard, files in enumerate(pieces):
        own = fresh(target / str(shard))
        listed = [str(path) for path in files]
        jobs.append(ShardJob(files=listed, as_of=AS_OF, zones={}, target=str(own), memory=memory))
    return jobs


def differences(report: Path, hand: Path) -> list[tuple[object, ...]]:
    """Figures of ours, the shards added up, that are not the script's."""
    columns = [f"{what}_{n}" for what in ("users", "accounts") for n in (1, 7, 28, 90)]
    ours = ", ".join(f"sum({each})::BIGINT" for each in columns)
    theirs = ", ".join(f"coalesce({each}, 0)::BIGINT" for each in columns)
    figures = "module, account, coalesce({0}users_28, 0), coalesce({0}users_28_before, 0), coalesce({0}users_90, 0),"
    figures += " coalesce({0}events_28, 0), coalesce({0}events_90, 0), first_at, last_at"
    series = (
        f"SELECT module, day, {ours} FROM '{report}/*/series.parquet'"  # noqa: S608  (names and folders of ours)
        " GROUP BY ALL HAVING sum(users_90) > 0"
    )
    accounts = f"SELECT {figures.format('')} FROM '{{0}}'"  # noqa: S608 - names of ours
    found: list[tuple[object, ...]] = []
    for mine, other in (
        (series, f"SELECT module, day, {theirs} FROM '{hand}/series.parquet' WHERE users_90 > 0"),  # noqa: S608  (ours)
        (accounts.format(f"{report}/*/accounts.parquet"), accounts.format(f"{hand}/accounts.parquet")),
    ):
        for one, two in ((mine, other), (other, mine)):
            found += duckdb.execute(f"({one}) EXCEPT ({two}) LIMIT 3").fetchall()
    return found


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
