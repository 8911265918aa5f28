"""How does each engine come to the results of every compiled measure, in how many seconds?"""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from chdb.session import Session as ChdbSession

from analytics.engines.duckdb.report import write_shard
from analytics.engines.duckdb.session import file_list, open_session
from analytics.engines.duckdb.shards import ShardJob, work_side_by_side
from analytics.engines.duckdb.warehouse import DuckdbWarehouse
from analytics.engines.portable.measures import AROUND, OF_EVENTS, REPORT, RESULTS, run_steps
from analytics.engines.spark.warehouse import SparkWarehouse, open_spark
from benchmarks.report_events import AS_OF
from benchmarks.report_work import fresh
from benchmarks.scale.clickhouse import ClickhouseWarehouse
from benchmarks.scale.cluster import Cluster
from benchmarks.scale.java import java_of_report, started_quickly
from benchmarks.scale.sample import Sample

ALL = (*REPORT, *AROUND, *OF_EVENTS)
_ROLLUP = 'day, slot, module, account, "user", source, events::BIGINT AS events, quantity, first_at, last_at'
_IN_CLICKHOUSE = (
    'day, slot, module, account, "user", source, toInt64(events) AS events, quantity,'
    " toDateTime64(first_at, 6, 'UTC') AS first_at, toDateTime64(last_at, 6, 'UTC') AS last_at"
)
_EVENTS_IN_CLICKHOUSE = "* REPLACE (toDateTime64(occurred_at, 6, 'UTC') AS occurred_at)"
SPARK = {
    "spark.driver.host": "127.0.0.1",
    "spark.executor.memory": "1g",
    "spark.sql.shuffle.partitions": "2",  # as many as there are workers
    "spark.default.parallelism": "2",
    "spark.shuffle.io.retryWait": "1s",  # a worker that was killed does not come back
}


def by_duckdb(sample: Sample, target: Path, steps: Sequence[str] = ALL) -> float:
    """One session of two threads."""
    began = time.monotonic()
    with open_session(target) as session:
        session.ask(f"CREATE TEMP VIEW rollup AS SELECT {_ROLLUP} FROM read_parquet({file_list(sample.rolled)})")  # noqa: S608 - ours
        session.ask(f"CREATE TEMP VIEW events AS FROM read_parquet({file_list([sample.events])})")
        warehouse = DuckdbWarehouse(session)
        sample.load(warehouse)
        run_steps(warehouse, steps)
        for result in (each for each in RESULTS if each in steps):
            session.copy(f'FROM "{result}"', target / f"{result}.parquet")
    return time.monotonic() - began


def by_own_sql(sample: Sample, target: Path) -> float:
    """The report by the product's own steps, in one session of two threads."""
    began = time.monotonic()
    write_shard(sample.rolled, as_of=AS_OF, zones=sample.zones, target=target, scratch=target)
    return time.monotonic() - began


def by_clickhouse(sample: Sample, target: Path) -> float:
    began = time.monotonic()
    with closing(ChdbSession(str(target / "session"))) as session:
        session.query("CREATE DATABASE counted")
        session.query("USE counted")
        warehouse = ClickhouseWarehouse(session)
        warehouse.open_files("rollup", sample.rolled, _IN_CLICKHOUSE)
        warehouse.open_files("events", [sample.events], _EVENTS_IN_CLICKHOUSE)
        sample.load(warehouse)
        run_steps(warehouse, ALL)
        for result in RESULTS:
            warehouse.write(result, target / f"{result}.parquet")
    return time.monotonic() - began


def by_spark(
    sample: Sample, target: Path, cluster: Cluster, *, during: Callable[[str], None] = lambda _: None
) -> float:
    """`during` is told each result before it is written."""
    began = time.monotonic()
    with open_spark(cluster.address, **SPARK, **started_quickly()) as spark:
        warehouse = SparkWarehouse(spark)
        warehouse.open_rollup([str(path) for path in sample.rolled])
        warehouse.open_events([str(sample.events)])
        sample.load(warehouse)
        run_steps(warehouse, ALL)
        for result in RESULTS:
            during(result)
            warehouse.write(result, target / result)
    return time.monotonic() - began


def as_a_report(sample: Sample, target: Path, cluster: Cluster) -> None:
    """By the product's own program, for pages to read: Spark is started for it, with the Java that serves it."""
    conf = fresh(target / "conf")
    told = "\n".join(f"{name} {value}" for name, value in {**SPARK, **java_of_report(sample.rows)[1]}.items())
    (conf / "spark-defaults.conf").write_text(f"{told}\n", encoding="utf-8")
    environ = {"SUNSETTER_USAGE_ENGINE": cluster.address, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": str(conf)}
    os.environ.update(environ)
    zones = {account: str(zone) for account, zone in sample.zones.items()}
    files = [str(path) for path in sample.rolled]
    job = ShardJob(files=files, as_of=AS_OF, zones=zones, target=str(fresh(target / "0")))
    work_side_by_side([job], program="analytics.engines.spark.report_worker")


def by_product(sample: Sample, target: Path, *, side_by_side: bool) -> float:
    """The report as the product makes it: a program with one thread for each shard."""
    zones = {account: str(zone) for account, zone in sample.zones.items()}
    jobs = []
    for shard, files in enumerate(sample.pieces):
        own = fresh(target / str(shard))
        jobs.append(ShardJob(files=[str(path) for path in files], as_of=AS_OF, zones=zones, target=str(own)))
    began = time.monotonic()
    for together in [jobs] if side_by_side else [[job] for job in jobs]:
        work_side_by_side(together)
    return time.monotonic() - began
