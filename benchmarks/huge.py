"""What do a thousand million events cost beside a hundred million, and how much memory does a worker take?

Rolled up month after month and reported on once, by the product's own code. The raw events of a month are made before
it and removed after it, so that the whole never lies on the disk. Seconds are the clock's and the processors': the
latter suffer less from whatever else the machine does in so long a time.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

from analytics.engines.duckdb.rollup import SHARDS, rolling_up
from benchmarks.processes import Watched
from benchmarks.report_events import make_days
from benchmarks.report_work import DAYS_OF_YEAR, fresh, side_by_side
from benchmarks.result import Result
from benchmarks.rounds import NOTHING, Spent, spent

SMALL, LARGE = 100_000_000, 1_000_000_000  # at the usual size
FEWEST = 30_000
TRIAL, FEW_DAYS = 0.003, 3  # a trial of the smallest size has no year
MOST_MB = 1.5 * 1024


@dataclass(slots=True)
class Year:
    """What a year of `rows` events took."""

    rows: int
    roll_up: Spent = NOTHING
    report: Spent = NOTHING
    peak_of_one_mb: float = 0.0
    pieces: list[list[Path]] = field(default_factory=lambda: [[] for _ in range(SHARDS)])

    @property
    def both(self) -> Spent:
        return self.roll_up + self.report

    def take(self, work: Callable[[], object]) -> Spent:
        with Watched() as watched:
            took = spent(lambda _: work())
        self.peak_of_one_mb = max(self.peak_of_one_mb, watched.peak_of_one_mb)
        return took


def measure(scale: float) -> list[Result]:
    days = DAYS_OF_YEAR if scale >= TRIAL else DAYS_OF_YEAR[-FEW_DAYS:]
    small, large = (_counted(max(FEWEST, round(rows * scale)), days) for rows in (SMALL, LARGE))
    name, beside = f"roll-up and report of {large.rows:,} events", f"{small.rows:,} events"
    return [
        Result(f"{name}, seconds", large.both.wall_s, small.both.wall_s, beside, 11.0),
        Result(f"{name}, CPU seconds", large.both.cpu_s, small.both.cpu_s, beside, 11.0),
        Result("the roll-up of these, CPU seconds", large.roll_up.cpu_s, small.roll_up.cpu_s, beside, None),
        Result("the report on these, CPU seconds", large.report.cpu_s, small.report.cpu_s, beside, None),
        Result(f"{name}, MB of one worker at most", large.peak_of_one_mb, None, "", MOST_MB, large.peak_of_one_mb),
    ]


def _counted(rows: int, of: Sequence[date]) -> Year:
    year = Year(rows)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pieces").mkdir()
        for _, days in groupby(of, key=lambda day: (day.year, day.month)):
            _add_month(year, list(days), folder)
        year.report = year.take(lambda: side_by_side(year.pieces, folder / "report"))
    told = (f"{what} {took.wall_s:.0f} s" for what, took in (("roll-up", year.roll_up), ("report", year.report)))
    print(f"{rows:,} events:", *told, f"{year.peak_of_one_mb:.0f} MB of one at most", flush=True)
    return year


def _add_month(year: Year, days: Sequence[date], folder: Path) -> None:
    raw = make_days(days, year.rows, fresh(folder / "raw"))
    year.roll_up += year.take(lambda: _roll_up(year, raw, days, folder))
    shutil.rmtree(folder / "raw")


def _roll_up(year: Year, raw: Sequence[Path], days: Sequence[date], folder: Path) -> None:
    """A day at a time, as they come in; then the month's are joined, as the product does with months that are over."""
    kept: list[dict[date, Path]] = [{} for _ in range(SHARDS)]
    scratch = fresh(folder / "scratch")
    for path, day in zip(raw, days, strict=True):
        with rolling_up([path], [day], exclusions=[], scratch=scratch) as roll:
            for shard in range(SHARDS):
                written = roll.write(shard, fresh=[day], kept={})
                kept[shard][day] = written.replace(scratch / f"day-{day}-{shard}.parquet")
    with rolling_up([], [], exclusions=[], scratch=scratch) as roll:
        for shard in range(SHARDS):
            written = roll.write(shard, fresh=[], kept=kept[shard])
            year.pieces[shard].append(written.replace(folder / "pieces" / f"{days[0]}-{shard}.parquet"))
