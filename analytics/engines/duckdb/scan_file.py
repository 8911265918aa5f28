"""Which rows of a plain file become events at once, and on which lines do the others stand?"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from analytics.engines.duckdb.event_session import EventSession, Noted
from analytics.engines.duckdb.scan_columns import READ_TIME, is_good, select_list, time_of
from analytics.engines.duckdb.scan_forms import Scan, cells_of, numbered_cells_of
from analytics.engines.duckdb.scan_left_out import Lines, lines_of
from analytics.engines.duckdb.session import whole
from analytics.rules.scan_plan import JsonForm, ScanPlan

_DAYS_PER_GROUP = 8  # of rows that come in their order, a group seldom holds more
_GROUPS_PER_DAY = 2  # two threads take turns at a file and mix neighbours: sorting costs more than reading both


@dataclass(frozen=True, slots=True)
class Scanned:
    """`doubtful`: numbers of the lines that must be judged one by one. `starts`: where these begin, if it is known."""

    good: int
    doubtful: tuple[int, ...]
    starts: tuple[int, ...] = field(default=(), compare=False)


def scan_file(session: EventSession, plan: ScanPlan, target: Path) -> Scanned | None:
    """Write the good rows to `target`. None when the lines do not add up: then no line can be vouched for."""
    good, noted = _written(session, plan, target)
    left = lines_of(plan, noted, wanted=plan.lines - good)
    if left is None and isinstance(plan.form, JsonForm) and plan.form.is_exact:
        return scan_file(session, replace(plan, form=replace(plan.form, is_exact=False)), target)
    if left is None:
        left = Lines(_doubtful(session, plan))
    if good + len(left.numbers) != plan.lines:
        return None
    if good and not _is_in_order(session, target):
        in_order = target.with_suffix(".sorted")
        session.write(f"SELECT * FROM {session.file(target)} ORDER BY day", in_order)  # noqa: S608  (a path of ours)
        in_order.replace(target)
    return Scanned(good, left.numbers, left.starts)


def _written(session: EventSession, plan: ScanPlan, target: Path) -> tuple[int, list[Noted]]:
    """How many good rows there are, and the marks of those that could be split and are not good."""
    with session.noting() as noted:
        return session.write(_good_rows(plan, cells_of(plan)), target), noted


def _good_rows(plan: ScanPlan, scan: Scan) -> str:
    is_taken = f"CASE WHEN {_condition(plan, scan)} THEN true ELSE false END"  # as a value: so rows keep their order
    condition = f"CASE WHEN {is_taken} THEN true ELSE left_out({scan.mark}) END"
    rows = f"SELECT {select_list(plan, scan.cell)} FROM {_timed(plan, scan)} WHERE {condition}"  # noqa: S608  (quoted by us)
    return f"SELECT occurred_at::DATE AS day, * FROM ({rows})"  # noqa: S608  (see above)


def _doubtful(session: EventSession, plan: ScanPlan) -> tuple[int, ...]:
    scan = numbered_cells_of(plan)
    condition = f"NOT coalesce({_condition(plan, scan)}, false)"
    query = f"SELECT number FROM {_timed(plan, scan)} WHERE {condition}"  # noqa: S608  (see above)
    with session.in_order():
        return tuple(sorted(whole(number) for (number,) in session.ask(query)))


def _timed(plan: ScanPlan, scan: Scan) -> str:
    return f"(SELECT *, {time_of(plan, scan.cell)} AS {READ_TIME} FROM {scan.relation})"  # noqa: S608  (see above)


def _condition(plan: ScanPlan, scan: Scan) -> str:
    return " AND ".join([is_good(plan, scan.cell), *scan.also_good])


def _is_in_order(session: EventSession, path: Path) -> bool:
    """Readers of a day skip groups of rows that do not hold it, if each holds few days; ends of groups overlap."""
    ((groups, days, span),) = session.run("days_per_group", path=str(path))
    return whole(days) <= _DAYS_PER_GROUP * whole(groups) + _GROUPS_PER_DAY * whole(span)
