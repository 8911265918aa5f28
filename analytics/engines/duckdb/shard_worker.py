"""What does a process of its own do that reports on one shard? `python -m analytics.engines.duckdb.shard_worker JOB`"""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from analytics.engines.duckdb.pool import set_limits
from analytics.engines.duckdb.report import write_tables
from analytics.engines.duckdb.session import open_session
from analytics.engines.duckdb.shards import ShardJob


def main(job_file: str) -> None:
    job = ShardJob.read(Path(job_file))
    zones = {account: ZoneInfo(zone) for account, zone in job.zones.items()}
    set_limits(threads=job.threads, memory=job.memory)
    with open_session(Path(job.target)) as session:
        files = [Path(each) for each in job.files]
        write_tables(session, files, as_of=job.as_of, zones=zones, target=Path(job.target))


if __name__ == "__main__":
    main(sys.argv[1])
