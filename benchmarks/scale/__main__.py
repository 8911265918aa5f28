"""Do Spark and ClickHouse count what the product counts, and what does it cost? `make scale`

python -m benchmarks.scale [--events N] [--to FILE]     writes var/scale/summary.json; exit 1 when a goal is missed
"""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Timer

from analytics.engines.portable.measures import REPORT, RESULTS
from benchmarks.bare_parts import ROOT
from benchmarks.report_work import fresh
from benchmarks.result import Result
from benchmarks.rounds import in_turns
from benchmarks.scale.agreement import differing
from benchmarks.scale.arms import as_a_report, by_clickhouse, by_duckdb, by_own_sql, by_product, by_spark
from benchmarks.scale.cluster import Cluster, running_cluster
from benchmarks.scale.java import java_of_report
from benchmarks.scale.prepare import what_is_missing
from benchmarks.scale.programs import end_tidily_when_told
from benchmarks.scale.pulled import pulled_days
from benchmarks.scale.sample import Sample, make_sample

EVENTS = 300_000
FOLDER = ROOT / "var" / "scale"
TURNS = 3
KILLED_AT, AFTER_S = "accounts", 0.5  # half of the results are written then, and this one is not


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=EVENTS, metavar="N", help=f"how many events (default {EVENTS:,})")
    parser.add_argument("--to", type=Path, default=FOLDER / "summary.json", metavar="FILE", help="where the figures go")
    asked = parser.parse_args(argv)
    end_tidily_when_told()
    began = time.monotonic()
    work, missing = fresh(FOLDER / "work"), what_is_missing()
    try:
        results = measured(make_sample(asked.events, work / "sample"), work, has_java=not missing)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    asked.to.write_text(json.dumps([each.as_json() for each in results], indent=1) + "\n", encoding="utf-8")
    missed = sum(not each.ok for each in results)
    print(f"{len(results)} figures, {missed} miss their goal, after {time.monotonic() - began:.0f} s: {asked.to}")
    if missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    return 1 if missed else 0


def measured(sample: Sample, work: Path, *, has_java: bool) -> list[Result]:
    """Those of each engine are shown as soon as they are known."""
    own = fresh(work / "duckdb")
    by_duckdb(sample, own)
    print(f"— what was counted of {sample.rows:,} events, and rows that differ from DuckDB's", flush=True)
    found = shown(compared("ClickHouse", own, fresh(work / "clickhouse"), partial(by_clickhouse, sample)))
    found += shown(pulled_days(sample, own / "roll_up.parquet", fresh(work / "pulled")))
    found += on_spark(sample, work) if has_java else []
    print("— seconds of the report", flush=True)
    return [*found, *shown(times(sample, work))]


def on_spark(sample: Sample, work: Path) -> list[Result]:
    own = work / "duckdb"
    with running_cluster(work / "cluster") as cluster:
        found = shown(compared("Spark", own, fresh(work / "spark"), lambda to: by_spark(sample, to, cluster)))
        rate = _beside_spark(sample, work, cluster)
        found += shown([*(_same_report(work, name) for name in ("accounts", "totals")), rate])
        name = "Spark, a worker killed half-way"
        return found + shown(compared(name, own, fresh(work / "killed"), lambda to: _with_a_loss(sample, to, cluster)))


def _beside_spark(sample: Sample, work: Path, cluster: Cluster) -> Result:
    """Each starts its programs anew in every turn, in turns with the other. The cluster is up already."""
    pair = in_turns(
        lambda _: by_product(sample, work / "report", side_by_side=True),
        lambda _: as_a_report(sample, work / "on_spark", cluster),
        times=TURNS,
    )
    peer = f"Spark, two workers, {java_of_report(sample.rows)[0]}"
    return Result("two workers, reports per second", 1 / pair.ours_s, 1 / pair.peer_s, peer, 10, at_least=True)


def _same_report(work: Path, name: str) -> Result:
    """Series of shards are still to be added up, so these two tell."""
    rows, differs = differing(work / "report" / "*" / f"{name}.parquet", work / "on_spark" / "0" / f"{name}.parquet")
    return Result(f"report made by Spark for pages: {name}, {rows:,} rows, of which differ", differs, None, "", 0)


def _with_a_loss(sample: Sample, target: Path, cluster: Cluster) -> None:
    kill = Timer(AFTER_S, cluster.kill_worker, [0])
    by_spark(sample, target, cluster, during=lambda result: kill.start() if result == KILLED_AT else None)
    kill.join()
    assert cluster.workers[0].returncode is not None
    assert cluster.workers[1].poll() is None


def compared(engine: str, own: Path, other: Path, work: Callable[[Path], object]) -> list[Result]:
    work(other)
    found = []
    for result in RESULTS:
        theirs = other / result / "*.parquet" if (other / result).is_dir() else other / f"{result}.parquet"
        rows, differs = differing(own / f"{result}.parquet", theirs)
        assert rows, result
        found.append(Result(f"{engine}: {result}, {rows:,} rows, of which differ", differs, None, "", 0))
    return found


def times(sample: Sample, work: Path) -> list[Result]:
    """Of the product on the same roll-up: programs side by side, one after the other, compiled steps."""
    pair = in_turns(
        lambda _: by_product(sample, work / "report", side_by_side=True),
        lambda _: by_product(sample, work / "report", side_by_side=False),
        times=TURNS,
    )
    own = by_own_sql(sample, fresh(work / "own"))
    compiled = by_duckdb(sample, fresh(work / "compiled"), REPORT)
    return [
        Result("two workers, how many times as fast as one", pair.peer_s / pair.ours_s, None, "", 1.7, at_least=True),
        Result("our own steps in one session, seconds", own, compiled, "the compiled steps in DuckDB", 1.0),
    ]


def shown(results: list[Result]) -> list[Result]:
    print("\n".join(each.line() for each in results), flush=True)
    return results


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
