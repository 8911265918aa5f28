"""What are a module's counted figures, from the roll-up files?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from analytics.engines.duckdb.local_days import prepare_shifts
from analytics.engines.duckdb.session import Row, Session, day, file_list, instant, open_session, texts, whole
from analytics.rules.measures import WEEKS, AccountFacts, DayFigures, ModuleFacts


def measure(
    files: Sequence[Path], *, module: str, as_of: date, zones: Mapping[str, tzinfo], scratch: Path
) -> ModuleFacts:
    """`files` are those of the manifest up to a day after `as_of`; `zones` the accounts' own."""
    if not files:
        return ModuleFacts()
    with open_session(scratch) as session:
        session.set(files=file_list(files), module=module, as_of=as_of)
        session.run("usage_view")
        session.run("module_rows")
        _prepare_zones(session, zones, as_of)
        session.run("module_use")
        windows = session.run("module_windows")
        return ModuleFacts(
            users={whole(row[0]): whole(row[1]) for row in windows},
            accounts={whole(row[0]): whole(row[2]) for row in windows},
            daily=_daily(session),
            sources=tuple(texts(session.run("module_sources"))),
            by_account=_by_account(session),
        )


def _prepare_zones(session: Session, zones: Mapping[str, tzinfo], as_of: date) -> None:
    """The zone is applied when reading, so an account that moves or is registered late needs no new roll-up."""
    moved = {account: zone for account, zone in zones.items() if str(zone) != "UTC"}
    session.run("usage_accounts", accounts=list(moved), zones=[str(zone) for zone in moved.values()])
    ((first,),) = session.run("usage_span")
    prepare_shifts(session, moved.values(), first=day(first), last=as_of + timedelta(days=1))


def _daily(session: Session) -> tuple[DayFigures, ...]:
    session.run("module_calendar")
    session.run("module_spans")
    return tuple(
        DayFigures(day(of_day), whole(users), whole(users_28), whole(accounts), whole(events))
        for of_day, users, users_28, accounts, events in session.run("module_series")
    )


def _by_account(session: Session) -> dict[str, AccountFacts]:
    session.run("local_use")
    session.run("local_modules")
    used = {str(row[0]): row for row in session.run("account_use")}
    newest = {str(account): (str(user), str(source)) for account, user, source in session.run("account_last_user")}
    shares = {str(account): (whole(total), rank) for account, total, rank in session.run("account_shares")}
    since = {str(account): _known(first) for account, first in session.run("account_since")}
    weeks: dict[str, list[int]] = {}
    for account, week, users in session.run("account_weeks"):
        weeks.setdefault(str(account), [0] * WEEKS)[WEEKS - 1 - whole(week)] = whole(users)
    found: dict[str, AccountFacts] = {}
    for account in sorted({*used, *since}):
        total, rank = shares.get(account, (0, None))
        users_28, before, users_90, events_28, events_90, first, last, days = _use(used.get(account))
        found[account] = AccountFacts(
            account=account,
            users_28=users_28,
            users_28_before=before,
            users_90=users_90,
            events_28=events_28,
            events_90=events_90,
            first_at=first,
            last_at=last,
            last_user=newest.get(account, (None, None))[0],
            last_source=newest.get(account, (None, None))[1],
            use_days=days,
            weekly_users=tuple(weeks.get(account, [0] * WEEKS)),
            events_all_90=total,
            rank=None if rank is None else whole(rank),
            since=since.get(account),
        )
    return found


_Use = tuple[int, int, int, int, int, datetime | None, datetime | None, tuple[date, ...]]


def _use(row: Row | None) -> _Use:
    if row is None:
        return 0, 0, 0, 0, 0, None, None, ()
    _, users_28, before, users_90, events_28, events_90, first, last, days = row
    listed = days if isinstance(days, list) else []
    counts = (whole(users_28), whole(before), whole(users_90), whole(events_28), whole(events_90))
    return *counts, _known(first), _known(last), tuple(listed)


def _known(value: object) -> datetime | None:
    return None if value is None else instant(value)
