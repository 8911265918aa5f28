"""How long does the report on all modules take, and how much memory, beside one script by hand? (spec: usage, goals)"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import duckdb

from analytics.engines.duckdb.report_reading import read_module
from analytics.engines.duckdb.rollup import SHARDS, rolling_up
from benchmarks.__main__ import REPORT_EVENTS
from benchmarks.hand_written_report import report_by_hand
from benchmarks.processes import Watched
from benchmarks.report_events import AS_OF, MODULES, YearOfEvents, make_year
from benchmarks.report_limits import rolling, workers
from benchmarks.report_work import differences, fresh, one_process, roll_up, side_by_side
from benchmarks.result import Result
from benchmarks.rounds import in_turns, rounds, seconds

FEWEST = 3_000
SCRIPT = "one hand-written DuckDB script"


def measure(scale: float) -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample = make_year(max(FEWEST, round(REPORT_EVENTS * scale)), folder)
        times = rounds(scale)
        pieces = roll_up(sample, folder / "pieces")
        return [
            *_from_roll_up(sample, pieces, folder, times),
            _from_events(sample, folder, times),
            *rolling(sample, pieces, folder),
            *workers(pieces, folder, times),
            _one_day(sample, folder, times),
            *_pages(sample, pieces, folder, times),
        ]


def _from_roll_up(sample: YearOfEvents, pieces: Sequence[Sequence[Path]], folder: Path, times: int) -> list[Result]:
    def peer(_: int) -> None:
        report_by_hand(sample.by_day, fresh(folder / "hand"), as_of=AS_OF, is_rolled=True)

    def ours(_: int) -> None:
        one_process([path for shard in pieces for path in shard], folder / "one")

    watched = Watched()
    alone = in_turns(ours, peer, times=times)
    with watched:
        sharded = in_turns(lambda _: side_by_side(pieces, folder / "report"), peer, times=times)
    different = differences(folder / "report", folder / "hand")
    assert not different, different
    name = f"report on {MODULES} modules from the roll-up of {sample.rows:,} events"
    return [
        Result(f"{name}, one process, seconds", alone.ours_s, alone.peer_s, SCRIPT, 1.2, alone.peak_mb),
        Result(f"{name}, two processes, seconds", sharded.ours_s, sharded.peer_s, SCRIPT, 0.6, watched.peak_mb),
        Result(f"{name}, two processes, MB at most", watched.peak_mb, None, "", 1.2 * 1024, watched.peak_mb),
    ]


def _from_events(sample: YearOfEvents, folder: Path, times: int) -> Result:
    def ours(_: int) -> None:
        side_by_side(roll_up(sample, folder / "again"), folder / "report")

    def peer(_: int) -> None:
        report_by_hand(sample.raw, fresh(folder / "hand"), as_of=AS_OF, is_rolled=False)

    pair = in_turns(ours, peer, times=times)
    name = f"report on {MODULES} modules from {sample.rows:,} events, roll-up included, seconds"
    return Result(name, pair.ours_s, pair.peer_s, "the same script from the events", 1.0, pair.peak_mb)


def _one_day(sample: YearOfEvents, folder: Path, times: int) -> Result:
    def ours(_: int) -> None:
        with rolling_up([sample.raw], [AS_OF], exclusions=[], scratch=fresh(folder / "day")) as roll:
            for shard in range(SHARDS):
                roll.write(shard, fresh=[AS_OF], kept={})

    def peer(_: int) -> None:
        with duckdb.connect(":memory:", config={"threads": 2}) as engine:
            engine.execute(
                'COPY (SELECT day, module, account, "user", source, count(*), sum(quantity), min(occurred_at),'  # noqa: S608 - ours
                f" max(occurred_at) FROM '{sample.raw}' WHERE day = DATE '{AS_OF}' GROUP BY ALL)"
                f" TO '{folder / 'day.parquet'}' (COMPRESSION zstd)"
            )

    pair = in_turns(ours, peer, times=times)
    name = f"roll-up of one day of {sample.rows:,} events, seconds"
    return Result(name, pair.ours_s, pair.peer_s, "scan, group, write by hand", 1.3, pair.peak_mb)


def _pages(sample: YearOfEvents, pieces: Sequence[Sequence[Path]], folder: Path, times: int) -> list[Result]:
    files = [path for shard in pieces for path in shard]

    def read(module: str) -> float:
        def once(_: int) -> None:
            read_module(folder / "report", files, module=module, as_of=AS_OF, zones={}, scratch=folder)

        return median(seconds(once, 0) for _ in range(times))

    name = f"counted figures of one module of {sample.rows:,} events, read from the report, seconds"
    return [
        Result(f"{name}: the largest", read("module-0"), None, "", 1.0),
        Result(f"{name}: the median", read(f"module-{MODULES // 2}"), None, "", 0.3),
    ]
