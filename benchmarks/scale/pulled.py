"""Do the days that a ClickHouse rolls up for us equal those that the product rolls up from the same events?

By the product's own client and services, over HTTP; only the tables that say which days are due are not asked.
"""

import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
from chdb.session import Session

from analytics.connectors.sql.warehouses import warehouse_link
from analytics.engines.portable.pull import Field, Table
from analytics.services.pull_day import DayWork, pull_day
from benchmarks.report_events import AS_OF
from benchmarks.report_work import fresh
from benchmarks.result import Result
from benchmarks.scale.agreement import differing
from benchmarks.scale.sample import Sample
from benchmarks.scale.served import served

DAYS = [AS_OF - timedelta(days=back) for back in (0, 1, 2, 27, 28, 89, 90, 180)]
_AFTER = datetime(AS_OF.year + 1, 1, 1, tzinfo=UTC)
NAMED = ("occurred_at", "account", "user", "module", "action", "quantity")
_EVENTS = "SELECT * REPLACE (toDateTime64(occurred_at, 6, 'UTC') AS occurred_at) FROM file('{path}', Parquet)"
_KEPT = """
COPY (FROM read_parquet('{rolled}') WHERE day IN ({days})) TO '{target}'
"""


def pulled_days(sample: Sample, rolled: Path, work: Path) -> list[Result]:
    """`rolled`: the roll-up of all days by DuckDB, without what does not count."""
    room, expected = fresh(work / "days"), work / "expected.parquet"
    days = ", ".join(f"DATE '{day}'" for day in DAYS)
    with duckdb.connect() as engine:
        engine.execute(_KEPT.format(rolled=rolled, days=days, target=expected))
    began = time.monotonic()
    events = _pull(sample, work, room)
    took = time.monotonic() - began
    rows, differs = differing(expected, room / "*.parquet")
    assert rows
    name = f"ClickHouse over HTTP: {len(DAYS)} days pulled, {events:,} events, {rows:,} rows, of which differ"
    print(f"  {took:.1f} s to load the events and to pull", flush=True)
    return [Result(name, differs, None, "", 0)]


def _pull(sample: Sample, work: Path, room: Path) -> int:
    fields = {name: Field(column=name) for name in NAMED}
    patterns = [action for _, action in sample.asked.left_out]
    with closing(Session(str(work / "session"))) as session:
        session.query("CREATE DATABASE lake")
        session.query("USE lake")
        query = _EVENTS.format(path=sample.events)
        session.query(f"CREATE TABLE uses ENGINE = MergeTree ORDER BY occurred_at AS {query}")
        with served(session, "lake") as address, warehouse_link(address) as link:
            table = Table(link.engine, ("lake", "uses"), fields, "app", until=_AFTER)
            found = [pull_day(link, table, DayWork(day, str(day), patterns), room) for day in DAYS]
    assert not any(each.report.message or each.report.rejected for each in found)
    return sum(each.report.rows for each in found)
