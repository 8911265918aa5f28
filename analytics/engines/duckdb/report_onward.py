"""How does a report on all modules go on from earlier ones, reading the days that enter and leave its windows?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from pathlib import Path

from analytics.engines.duckdb.local_days import prepare_shifts
from analytics.engines.duckdb.report import LATEST, SERIES, tables_of
from analytics.engines.duckdb.session import Session, file_list, open_session
from analytics.rules.report_settled import SettledSums, edges

REACH = 89  # days before a day of the series that its windows look back to
WHOLE, CHANGE = "settled", "settled_change"  # sums of the settled days, or what they differ by from the base's
_TABLES = {
    "series": "SELECT * FROM whole_series ORDER BY module, day",
    "latest": LATEST,
    "edges": "SELECT * FROM edges ORDER BY module",
    "totals": "SELECT * FROM totals ORDER BY account",
    "sources": (
        "SELECT module, source FROM read_parquet(getvariable('sources')) UNION SELECT module, source FROM rollup"
        " WHERE day IN (SELECT unnest(getvariable('fresh'))) AND day <= getvariable('as_of') ORDER BY ALL"
    ),
}


class NotWhatItWas(Exception):
    """What the report goes on from is not what its roll-ups were counted to: everything must be counted anew."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Folders of finished reports: `before` has the last series, `base` counted everything."""

    before: Path
    base: Path


@dataclass(frozen=True, slots=True)
class NewDays:
    """Series are counted from `first` on, `fresh` days are read beside the base; see `Onward` and `SettledSums`."""

    as_of: date
    first: date
    fresh: Sequence[date]
    settled: SettledSums

    @property
    def counted(self) -> int:
        """Days of the series."""
        return (self.as_of - self.first).days + 1


def days_read(new: NewDays) -> Collection[date]:
    """The UTC days whose roll-ups are read: of one new day, those alone that enter or leave."""
    found = {*new.fresh, *edges(new.as_of), *(day for day, _ in new.settled.days)}
    if new.counted > 1:
        since = new.first - timedelta(days=REACH)
        found |= {since + timedelta(days=each) for each in range((new.as_of - since).days + 1)}
    return found


def were_seen(base: Path, accounts: Sequence[str], *, scratch: Path) -> bool:
    """Did any of these accounts use anything, as far as the report knows?"""
    with open_session(scratch) as session:
        return session.run("onward_seen", totals=tables_of(base, "totals"), accounts=list(accounts)) != [(0,)]


def recent_events(report: Path, base: Path) -> list[str]:
    """Files whose events, added up, are those of the last 90 days by module and account; of a report that went on."""
    whole = tables_of(report, WHOLE)
    settled = whole or [*tables_of(base, WHOLE), *tables_of(report, CHANGE)]
    return [*settled, *tables_of(report, "edges")]


def write_onward(
    files: Sequence[Path],
    *,
    new: NewDays,
    zones: Mapping[str, tzinfo],
    earlier: Earlier,
    target: Path,
    scratch: Path,
) -> None:
    """Into the folder `target` what `report.write_shard` writes, of all accounts at once and equal row by row, but for
    the figures of each account in each module: a reader counts those of one module. `files` hold `days_read`.

    Raises NotWhatItWas.
    """
    with open_session(scratch) as session:
        session.set(files=file_list(files), as_of=new.as_of, first=new.first, fresh=list(new.fresh))
        session.set(sources=tables_of(earlier.base, "sources"))
        session.run("usage_view")
        _count_accounts(session, new, zones, earlier)
        before = tables_of(earlier.before, "series")
        session.run("onward_modules", series=before)
        _count_series(session, earlier, days=new.counted)
        session.run("onward_series", series=before)
        for name, query in _TABLES.items():
            session.copy(query, target / f"{name}.parquet")
        own = WHOLE if new.settled.is_whole else CHANGE
        session.copy("SELECT * FROM settled ORDER BY module", target / f"{own}.parquet")


def _count_series(session: Session, earlier: Earlier, *, days: int) -> None:
    """One day goes on from who used what last on which day; several are counted from the days of their windows."""
    latest = tables_of(earlier.before, "latest")
    if days > 1:
        for step in SERIES:
            session.run(step)
    elif days == 1:
        session.run("onward_seen_last")
        session.run("onward_earlier", uses=tables_of(earlier.base, "uses"))
        session.run("onward_latest", latest=latest)
        session.run("onward_last_day")
    else:
        session.run("onward_latest_as_known", latest=latest)
        session.run("onward_no_series", series=tables_of(earlier.before, "series"))
    if session.run("onward_latest_wrong") != [(0,)]:
        raise NotWhatItWas


def _count_accounts(session: Session, new: NewDays, zones: Mapping[str, tzinfo], earlier: Earlier) -> None:
    moved = {account: zone for account, zone in zones.items() if str(zone) != "UTC"}
    session.run("usage_accounts", accounts=list(moved), zones=[str(zone) for zone in moved.values()])
    around = edges(new.as_of)
    prepare_shifts(session, moved.values(), first=min(around), last=max(around))
    session.run("onward_days", days=[*around, *(day for day, _ in new.settled.days)])
    session.run("onward_edges", days=list(around))
    _count_settled(session, new.settled, earlier)
    session.run("onward_totals", totals=tables_of(earlier.base, "totals"))
    if session.run("onward_owners_alike") != [(0,)]:
        raise RuntimeError("two accounts share a code of 64 bits; ask each module by itself")


def _count_settled(session: Session, settled: SettledSums, earlier: Earlier) -> None:
    """The view `recent` has them with the days around them."""
    days = [day for day, _ in settled.days]
    session.run("onward_settled", days=days, signs=[sign for _, sign in settled.days])
    of_before = tables_of(earlier.before, WHOLE if settled.is_whole else CHANGE) if settled.goes_on else []
    if of_before:
        session.run("onward_settled_before", before=of_before)
    session.set(settled=tables_of(earlier.base, WHOLE))
    session.run("onward_recent" if settled.is_whole else "onward_recent_beside")
