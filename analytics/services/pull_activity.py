"""How is a customer's warehouse followed: which of its days are due, and how do their roll-ups come here?

The events stay there. A day becomes visible wholly or not at all; a pull that ends half-way keeps the days that were
finished, and the next one goes on. What was not pulled is not there: coverage says so, and figures are unknown.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from analytics import queries
from analytics.connectors.sql.databases import QueryFault
from analytics.engines.portable.pull import COLUMNS
from analytics.models import ActivitySource
from analytics.rules.import_report import FileOutcome, FileReport
from analytics.rules.pull_due import Due
from analytics.rules.pull_report import DayReport, PullReport
from analytics.services.import_lock import import_lock
from analytics.services.publish_pull import Provenance, publish_day
from analytics.services.pull_day import DayWork, PulledFile, pull_day
from analytics.services.pull_refused import keep_refused, settle_refused
from analytics.services.pull_sight import Sight, sight
from analytics.services.pull_table import CustomersWarehouse
from analytics.services.recipe import hidden_user
from analytics.services.roll_up_days import roll_up_days
from analytics.services.workspace import activity_dir
from lifecycle.api import BadInput
from lifecycle.rules.actors import Actor

SAMPLE = 10
LEFT_OVER_AFTER = timedelta(days=2)


def pull_activity(
    *,
    warehouse: CustomersWarehouse,
    actor: Actor,
    now: datetime,
    since: date | None = None,
    again: bool = False,
    accept_empty: bool = False,
    roll_up_days: int = 0,
) -> PullReport:
    """`since`: days before it are not asked for, nor those whose roll-ups are kept no longer (`roll_up_days`; zero: all
    are). `again`: each that is asked for is pulled, changed or not. `accept_empty`: days without a row there any more
    are emptied here.

    Raises BadInput where nothing can be asked at all; what breaks off later is told by the report.
    """
    warehouse = replace(warehouse, hash_users=warehouse.hash_users or queries.hashes_users(warehouse.source))
    days: list[DayReport] = []
    with sight(warehouse, since=since, again=again, roll_up_days=roll_up_days, now=now) as seen, _room(now) as room:
        settle_refused(warehouse.source, seen.mended)
        wanted = sorted({*seen.due.days, *(seen.due.emptied if accept_empty else ())})
        stopped = "" if accept_empty or not seen.due.emptied else _no_longer(seen.due)
        try:
            for day in wanted:
                days.append(_pull(seen, warehouse, day, room, actor=actor, now=now))  # noqa: PERF401 - a fault keeps those before it
        except QueryFault as problem:
            stopped = str(problem)
        finally:
            _roll_up([each for each in days if each.report.outcome is FileOutcome.IMPORTED], now=now)
    return replace(seen.report, days=days, stopped=stopped)


def try_pull(
    *,
    warehouse: CustomersWarehouse,
    now: datetime,
    since: date | None = None,
    again: bool = False,
    roll_up_days: int = 0,
) -> PullReport:
    """What a pull would ask for, and ten rows of it; nothing is written."""
    with sight(warehouse, since=since, again=again, roll_up_days=roll_up_days, now=now) as seen:
        newest = max(seen.due.days, default=None)
        try:
            rows = list(seen.link.rows(seen.table.sample(newest, SAMPLE))) if newest else []
        except QueryFault as problem:
            raise BadInput(f"Nothing can be shown: {problem}.") from problem
    listed = [dict(zip((*COLUMNS, "source"), map(_shown, row), strict=True)) for row in rows]
    days = [DayReport(day, FileReport(str(day), FileOutcome.TRIED, rows=seen.there[day].rows)) for day in seen.due.days]
    return replace(seen.report, days=days, is_trial=True, sample=listed)


def _pull(
    seen: Sight, warehouse: CustomersWarehouse, day: date, room: Path, *, actor: Actor, now: datetime
) -> DayReport:
    pulled = _emptied(warehouse, day)
    if day in seen.there:
        name = f"{seen.report.warehouse} {warehouse.table} {day}"
        work = DayWork(day, name, _patterns(warehouse.source), hidden_user if warehouse.hash_users else None)
        pulled = pull_day(seen.link, seen.table, work, room)
    mark = seen.there[day].mark if day in seen.there else ""
    of = Provenance(warehouse.source, seen.recipe, mark, hashes_users=warehouse.hash_users)
    if pulled.report.outcome is FileOutcome.IMPORTED:
        publish_day(day, pulled, of, actor=actor, now=now)
    else:
        keep_refused(day, pulled.report, of, actor=actor, now=now)
    return DayReport(day, pulled.report)


def _emptied(warehouse: CustomersWarehouse, day: date) -> PulledFile:
    return PulledFile(FileReport(f"{warehouse.location} {warehouse.table} {day}", FileOutcome.IMPORTED), None, 0)


def _no_longer(due: Due) -> str:
    return (
        f"{len(due.emptied)} days that were pulled have no row there any more, the first {due.emptied[0]}: their"
        " figures stay; --accept-empty takes them back"
    )


def _patterns(source: str) -> list[str]:
    found = ActivitySource.objects.filter(name=source).values_list("excluded_actions", flat=True).first()
    return [str(each) for each in found or []]


def _roll_up(days: list[DayReport], *, now: datetime) -> None:
    if days:
        with import_lock():
            roll_up_days(days=[each.date for each in days], now=now)


def _shown(value: object) -> object:
    return value if value is None or isinstance(value, str | int) else str(value)


@contextmanager
def _room(now: datetime) -> Iterator[Path]:
    """Apart from the scratch of imports, which clear it. What an ended pull left goes in time."""
    parent = activity_dir() / "pulls"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in parent.iterdir():
        if left.stat().st_mtime < (now - LEFT_OVER_AFTER).timestamp():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)
