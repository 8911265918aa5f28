"""What are the counted figures of all modules at once, from the roll-up files of one shard?"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo
from pathlib import Path

import duckdb

from analytics.engines.duckdb.local_days import prepare_shifts
from analytics.engines.duckdb.session import Session, file_list, open_session
from analytics.rules.measures import SERIES_DAYS

HASHED_BY = f"duckdb {duckdb.__version__}"  # no version promises to hash as another one does
SERIES = ("report_used", "report_user_gaps", "report_account_gaps", "report_latest", "report_steps", "report_series")
RECENT = ("report_recent", "report_people", "report_drop_recent", "report_windows", "report_drop_people")
STEPS = (
    "report_drop_used",
    "report_newest",
    "report_bounds",
    "report_last_users",
    *RECENT,
    "report_ranks",
    "report_accounts",
    "report_totals",
)
LATEST = "SELECT module, known, day, users, accounts FROM latest JOIN modules USING (number) ORDER BY ALL"
WHILE_USED = {
    "latest": LATEST,
    "uses": (  # each user's last day before the last one: what a report that goes on asks of those whom it sees
        "SELECT module, owner, person, day FROM ("
        " SELECT number, owner, person, max(day) AS day FROM used"
        " WHERE day BETWEEN getvariable('as_of') - 89 AND getvariable('as_of') - 1 GROUP BY ALL"
        ") JOIN modules USING (number) ORDER BY number, owner"
    ),
}
TABLES = {  # of every engine's report
    "series": "SELECT * FROM series ORDER BY module, day",
    "accounts": "SELECT * FROM accounts ORDER BY module",
    "totals": "SELECT * FROM totals ORDER BY account",
    "sources": "SELECT DISTINCT module, source FROM rollup WHERE day <= getvariable('as_of') ORDER BY ALL",
}
ONWARD = {
    "settled": (  # see rules/report_settled.py
        "SELECT module, account, sum(events)::BIGINT AS events FROM rollup"
        " WHERE day BETWEEN getvariable('as_of') - 88 AND getvariable('as_of') - 1 GROUP BY ALL ORDER BY module"
    ),
}


def write_shard(
    files: Sequence[Path], *, as_of: date, zones: Mapping[str, tzinfo], target: Path, scratch: Path
) -> None:
    """One Parquet file in the folder `target` per table: series, accounts, totals, sources; and what the next report
    goes on from: latest, uses, settled.

    All accounts of the shard are in these files and no other, so that figures of shards add up.
    """
    with open_session(scratch) as session:
        write_tables(session, files, as_of=as_of, zones=zones, target=target)


def write_tables(
    session: Session, files: Sequence[Path], *, as_of: date, zones: Mapping[str, tzinfo], target: Path
) -> None:
    moved = {account: zone for account, zone in zones.items() if str(zone) != "UTC"}
    session.set(files=file_list(files), as_of=as_of, first=as_of - timedelta(days=SERIES_DAYS - 1))
    session.run("usage_view")
    session.run("usage_accounts", accounts=list(moved), zones=[str(zone) for zone in moved.values()])
    prepare_shifts(session, moved.values(), first=as_of - timedelta(days=92), last=as_of + timedelta(days=1))
    for step in ("report_modules", *SERIES):
        session.run(step)
    _write(session, WHILE_USED, target)
    for step in STEPS:
        session.run(step)
        if step == "report_bounds" and session.run("report_pairs_alike") != [(0, 0)]:
            raise RuntimeError("two names share a code of 64 bits; ask each module by itself")
    _write(session, {**TABLES, **ONWARD}, target)


def _write(session: Session, tables: Mapping[str, str], target: Path) -> None:
    for name, query in tables.items():
        session.copy(query, target / f"{name}.parquet")


def tables_of(report: Path, name: str) -> list[str]:
    """The files of a table of a finished report, one of each shard."""
    return file_list(sorted(report.glob(f"*/{name}.parquet")))
