"""How does a report on all modules go on from earlier ones, reading new days and the last 90 only?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from pathlib import Path

from analytics.engines.duckdb.local_days import prepare_shifts
from analytics.engines.duckdb.report import SERIES, tables_of
from analytics.engines.duckdb.session import Session, file_list, open_session

BACK = 92  # days of roll-ups that the last 90 of any zone lie in
REACH = 89  # days before a day of the series that its windows look back to
_TABLES = {
    "series": "SELECT * FROM whole_series ORDER BY module, day",
    "ranks": (
        "SELECT module, account, rank() OVER (PARTITION BY hash(account) ORDER BY events DESC)::INTEGER AS rank"
        " FROM local_modules"
    ),
    "totals": "SELECT * FROM totals ORDER BY account",
    "sources": (
        "SELECT module, source FROM read_parquet(getvariable('sources')) UNION SELECT module, source FROM rollup"
        " WHERE day IN (SELECT unnest(getvariable('fresh'))) AND day <= getvariable('as_of') ORDER BY ALL"
    ),
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """Folders of finished reports: `before` has the last series, `base` counted everything."""

    before: Path
    base: Path


def files_from(*, as_of: date, first: date) -> date:
    """The first day whose roll-ups are read beside the fresh ones."""
    return min(first - timedelta(days=REACH), as_of - timedelta(days=BACK))


def were_seen(base: Path, accounts: Sequence[str], *, scratch: Path) -> bool:
    """Did any of these accounts use anything, as far as the report knows?"""
    with open_session(scratch) as session:
        return session.run("onward_seen", totals=tables_of(base, "totals"), accounts=list(accounts)) != [(0,)]


def write_onward(
    files: Sequence[Path],
    *,
    as_of: date,
    first: date,
    fresh: Sequence[date],
    zones: Mapping[str, tzinfo],
    earlier: Earlier,
    target: Path,
    scratch: Path,
) -> None:
    """Into the folder `target` what `report.write_shard` writes, of all accounts at once and equal row by row, but for
    the figures of each account in each module: of these only the `ranks`; a reader counts the rest of one module.
    """
    with open_session(scratch) as session:
        session.set(files=file_list(files), as_of=as_of, first=first, fresh=list(fresh))
        session.set(sources=tables_of(earlier.base, "sources"))
        session.run("usage_view")
        _count_accounts(session, zones, tables_of(earlier.base, "totals"), as_of)
        before = tables_of(earlier.before, "series")
        session.run("onward_modules", series=before)
        _count_series(session, before, days=(as_of - first).days + 1)
        session.run("onward_series", series=before)
        for name, query in _TABLES.items():
            session.copy(query, target / f"{name}.parquet")


def _count_series(session: Session, before: Sequence[str], *, days: int) -> None:
    """Of one day it takes half the time that it takes of several."""
    if days > 1:
        for step in SERIES:
            session.run(step)
    elif days == 1:
        session.run("onward_last_day")
    else:
        session.run("onward_no_series", series=before)


def _count_accounts(session: Session, zones: Mapping[str, tzinfo], totals: Sequence[str], as_of: date) -> None:
    moved = {account: zone for account, zone in zones.items() if str(zone) != "UTC"}
    session.run("usage_accounts", accounts=list(moved), zones=[str(zone) for zone in moved.values()])
    first, last = as_of - timedelta(days=BACK), as_of + timedelta(days=1)
    prepare_shifts(session, moved.values(), first=first, last=last)
    session.run("local_modules")
    session.run("onward_totals", totals=list(totals))
    if session.run("onward_owners_alike") != [(0,)]:
        raise RuntimeError("two accounts share a code of 64 bits; ask each module by itself")
