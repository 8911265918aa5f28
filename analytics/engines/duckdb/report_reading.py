"""What does a finished report say of one module?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from analytics.engines.duckdb.local_days import prepare_shifts
from analytics.engines.duckdb.report import RECENT, tables_of
from analytics.engines.duckdb.report_onward import recent_events
from analytics.engines.duckdb.session import Row, Session, day, file_list, instant, open_session, texts, whole
from analytics.rules.measures import SERIES_DAYS, WEEKS, WINDOWS, AccountFacts, DayFigures, ModuleFacts


@dataclass(frozen=True, slots=True)
class Beside:
    """Of a report that went on: the folder of the one that counted everything, and the days that it does not know."""

    base: Path
    fresh: tuple[date, ...]


def read_module(
    report: Path,
    files: Sequence[Path],
    *,
    module: str,
    as_of: date,
    zones: Mapping[str, tzinfo],
    scratch: Path,
    beside: Beside | None = None,
) -> ModuleFacts:
    """`report` holds a folder per shard; `files` are the roll-ups that it was made from, which know the use days."""
    with open_session(scratch) as session:
        session.set(files=file_list(files), module=module, as_of=as_of)
        session.run("module_view")
        ((*counts,),) = session.run("report_of_windows", files=tables_of(report, "series"))
        days = session.run("report_of_days", files=tables_of(report, "series"))
        return ModuleFacts(
            users=dict(zip(WINDOWS, (_count(each) for each in counts[:4]), strict=True)),
            accounts=dict(zip(WINDOWS, (_count(each) for each in counts[4:]), strict=True)),
            daily=_series(days, as_of),
            sources=tuple(texts(session.run("report_of_sources", files=tables_of(report, "sources")))),
            by_account=_by_account(session, report, zones, as_of, beside),
        )


def _series(rows: Sequence[Row], as_of: date) -> tuple[DayFigures, ...]:
    """A module that was never used has 180 days of nothing."""
    if not rows:
        return tuple(DayFigures(as_of - timedelta(days=back), 0, 0, 0, 0) for back in reversed(range(SERIES_DAYS)))
    return tuple(DayFigures(day(row[0]), *(whole(each) for each in row[1:])) for row in rows)


def _by_account(
    session: Session, report: Path, zones: Mapping[str, tzinfo], as_of: date, beside: Beside | None
) -> dict[str, AccountFacts]:
    moved = {account: zone for account, zone in zones.items() if str(zone) != "UTC"}
    session.run("usage_accounts", accounts=list(moved), zones=[str(zone) for zone in moved.values()])
    ((first,),) = session.run("report_span") if moved else ((as_of,),)
    prepare_shifts(session, moved.values(), first=day(first), last=as_of + timedelta(days=1))
    session.run("report_use_days")
    if beside is None:
        session.set(accounts=tables_of(report, "accounts"))
        session.run("report_module_accounts")
    else:
        _count_beside(session, report, beside)
    rows = session.run("report_of_accounts", totals=tables_of(report, "totals"))
    return {str(row[0]): _facts(row) for row in rows}


def _count_beside(session: Session, report: Path, beside: Beside) -> None:
    session.set(fresh=list(beside.fresh))
    for step in RECENT:
        session.run(step)
    session.run("onward_ranks", recent=recent_events(report, beside.base))
    session.run("onward_accounts", accounts=tables_of(beside.base, "accounts"))
    if session.run("onward_pairs_alike") != [(0,)]:
        raise RuntimeError("two accounts share a code of 64 bits; ask for the module by itself")


def _facts(row: Row) -> AccountFacts:
    account, users_28, before, users_90, events_28, events_90, first, last, *rest = row
    user, source, weekly, total, rank, since, days = rest
    return AccountFacts(
        account=str(account),
        users_28=_count(users_28),
        users_28_before=_count(before),
        users_90=_count(users_90),
        events_28=_count(events_28),
        events_90=_count(events_90),
        first_at=_instant(first),
        last_at=_instant(last),
        last_user=None if user is None else str(user),
        last_source=None if source is None else str(source),
        use_days=tuple(days) if isinstance(days, list) else (),
        weekly_users=tuple(weekly) if isinstance(weekly, list) else (0,) * WEEKS,
        events_all_90=_count(total),
        rank=None if rank is None else whole(rank),
        since=_instant(since),
    )


def _count(value: object) -> int:
    return 0 if value is None else whole(value)


def _instant(value: object) -> datetime | None:
    return None if value is None else instant(value)
