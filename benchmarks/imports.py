"""How fast are files of activity taken, and does what was taken before slow that down? (spec: usage, goals)"""

import hashlib
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb

from analytics.api import Recipe
from analytics.services.take_files import Delivered, take_files
from benchmarks.events import ACCOUNTS, NOW, delivered
from benchmarks.result import Result
from benchmarks.rounds import Pair, forget_peak, in_turns, peak_mb, rounds
from lifecycle.models import Account
from lifecycle.rules.actors import Actor

ROWS = 1_000_000
FEWEST = 2_000
ACTOR = Actor.system("measurement")
GOAL = 0.7
READERS = {"csv": "read_csv", "jsonl": "read_json", "parquet": "read_parquet"}
HISTORIES = (35, 365)
A_DAY = 3_000


def measure(scale: float) -> list[Result]:
    rows = max(FEWEST, round(ROWS * scale))
    Account.objects.bulk_create(
        [Account(key=f"a{n}", name=f"Account {n}", created_at=NOW) for n in range(ACCOUNTS)], ignore_conflicts=True
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = [_format(kind, rows, folder, times=rounds(scale)) for kind in READERS]
        found.append(_format("csv", rows, folder, times=rounds(scale), bad=1_000))
        return [*found, _history(scale, folder)]


def _format(kind: str, rows: int, folder: Path, *, times: int, bad: int = 0) -> Result:
    """Each round has events of its own, as the same ones would not be taken twice."""

    def ours(number: int) -> None:
        (report,) = take_files(files=[_delivery(files[number])], actor=ACTOR, now=NOW, roll_up=False)
        assert (report.added, report.rejected) == (rows - wrong, wrong), report

    def peer(number: int) -> None:
        with duckdb.connect(":memory:", config={"threads": 2}) as engine:
            copied = folder / "copied.parquet"
            engine.execute(f"COPY (FROM {READERS[kind]}('{files[number]}')) TO '{copied}' (FORMAT parquet)")

    wrong = rows // bad if bad else 0
    prefix = f"{kind}{bad}"
    files = [delivered(folder / f"{prefix}-{n}.{kind}", rows, prefix=f"{prefix}-{n}-", bad=bad) for n in range(times)]
    pair: Pair = in_turns(ours, peer, times=times)
    for file in files:
        file.unlink()
    also = f", 1 in {bad:,} of them bad," if bad else ""
    name = f"import {rows:,} {kind.upper()} rows{also} judged, counted, kept once; without roll-up; rows per second"
    return Result(name, rows / pair.ours_s, rows / pair.peer_s, "DuckDB COPY", GOAL, pair.peak_mb, at_least=True)


def _history(scale: float, folder: Path) -> Result:
    """The same number of new rows each time, on top of few days and of many.

    By the processor time of this process, as both cannot take turns: what it reads, compares and merges. The mean of
    eight in a row, with all their merges: every second import joins its run of keys with one as large, every fourth
    that with the next. Both histories lie in runs that are too large to be joined. How often the database is asked is
    counted by a test.
    """
    rows = max(FEWEST // 10, round(A_DAY * scale))
    few, many = HISTORIES if scale >= 0.01 else (2, 4)
    tries = rounds(scale, usual=8)
    days = _days(folder, rows, number=many + 2 * tries)
    forget_peak()
    mean = [_on_top(days, held, tries) for held in (few, many - few - tries)]
    name = f"import {rows:,} rows on top of {many} days of {rows:,}, processor seconds"
    return Result(name, mean[1], mean[0], f"on top of {few} days", 1.1, peak_mb())


def _on_top(days: Iterator[Delivered], held: int, tries: int) -> float:
    take_files(files=list(islice(days, max(held, 1))), actor=ACTOR, now=NOW, roll_up=False)
    tried = list(islice(days, tries))
    return sum(_busy_s(each) for each in tried) / len(tried)


def _busy_s(file: Delivered) -> float:
    began = time.process_time()
    (report,) = take_files(files=[file], actor=ACTOR, now=NOW, roll_up=False)
    assert report.added == report.rows, report
    return time.process_time() - began


def _days(folder: Path, rows: int, *, number: int) -> Iterator[Delivered]:
    for day in reversed(range(number)):
        yield _delivery(delivered(folder / f"day-{day}.csv", rows, prefix=f"day-{day}-", day=day))


def _delivery(path: Path) -> Delivered:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Delivered(path, path.name, digest, Recipe())
