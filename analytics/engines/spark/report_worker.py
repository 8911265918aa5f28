"""What does the process do that has a Spark cluster report on all modules? Told like `duckdb.shard_worker`, by a JOB.

The address of the cluster is SUNSETTER_USAGE_ENGINE. The report has the form that pages read, whoever counted it.
"""

import os
import shutil
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from analytics.engines.duckdb.compiled_report import write_report
from analytics.engines.duckdb.report import TABLES
from analytics.engines.duckdb.session import open_session
from analytics.engines.duckdb.shards import ShardJob
from analytics.engines.portable.inputs import load_inputs
from analytics.engines.portable.measures import run_steps
from analytics.engines.spark.warehouse import SparkWarehouse, open_spark


def main(job_file: str) -> None:
    job = ShardJob.read(Path(job_file))
    target = Path(job.target)
    parts = target / "parts"
    _count(job, parts)
    with open_session(target) as session:
        quoted = str(parts).replace("'", "''")
        write_report(session, {name: f"read_parquet('{quoted}/{name}/*.parquet')" for name in TABLES}, target)
    shutil.rmtree(parts)


def _count(job: ShardJob, parts: Path) -> None:
    zones = {account: ZoneInfo(zone) for account, zone in job.zones.items()}
    with open_spark(os.environ["SUNSETTER_USAGE_ENGINE"]) as spark:
        warehouse = SparkWarehouse(spark)
        warehouse.open_rollup(job.files)
        load_inputs(warehouse, as_of=job.as_of, first=warehouse.first_day() or job.as_of, zones=zones)
        run_steps(warehouse)
        for name in TABLES:
            warehouse.write(name, parts / name)


if __name__ == "__main__":
    main(sys.argv[1])
