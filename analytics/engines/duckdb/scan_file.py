"""Which rows of a plain file become events at once, and on which lines do the others stand?"""

from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

from analytics.engines.duckdb.event_session import EventSession, Noted
from analytics.engines.duckdb.scan_columns import is_good, is_in_span, select_list
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
    good, noted = _written(session, plan, target, in_span=False)
    all_in_span = not good or _is_in_span(session, plan, target)
    if not all_in_span:
        good, noted = _written(session, plan, target, in_span=True)
    left = lines_of(plan, noted, wanted=plan.lines - good)
    if left is None and isinstance(plan.form, JsonForm) and plan.form.is_exact:
        return scan_file(session, replace(plan, form=replace(plan.form, is_exact=False)), target)
    if left is None:
        left = Lines(_doubtful(session, plan, all_in_span=all_in_span))
    if good + len(left.numbers) != plan.lines:
        return None
    if good and not _is_in_order(session, target):
        in_order = target.with_suffix(".sorted")
        session.write(f"SELECT * FROM {session.file(target)} ORDER BY day", in_order)  # noqa: S608  (a path of ours)
        in_order.replace(target)
    return Scanned(good, left.numbers, left.starts)


def _written(session: EventSession, plan: ScanPlan, target: Path, *, in_span: bool) -> tuple[int, list[Noted]]:
    """How many good rows there are, and the marks of those that could be split and are not good."""
    with session.noting() as noted:
        return session.write(_good_rows(plan, cells_of(plan), in_span=in_span), target), noted


def _good_rows(plan: ScanPlan, scan: Scan, *, in_span: bool) -> str:
    columns = select_list(plan, scan.cell)
    is_taken = f"coalesce({_condition(plan, scan, in_span=in_span)}, false)"  # as a value: so rows keep their order
    condition = f"CASE WHEN {is_taken} THEN true ELSE left_out({scan.mark}) END"
    rows = f"SELECT {columns} FROM {scan.relation} WHERE {condition}"  # noqa: S608  (names and values quoted by us)
    return f"SELECT occurred_at::DATE AS day, * FROM ({rows})"  # noqa: S608  (see above)


def _doubtful(session: EventSession, plan: ScanPlan, *, all_in_span: bool) -> tuple[int, ...]:
    scan = numbered_cells_of(plan)
    condition = _condition(plan, scan, in_span=not all_in_span)
    query = f"SELECT number FROM {scan.relation} WHERE NOT coalesce({condition}, false)"  # noqa: S608  (see above)
    with session.in_order():
        return tuple(sorted(whole(number) for (number,) in session.ask(query)))


def _condition(plan: ScanPlan, scan: Scan, *, in_span: bool) -> str:
    checks = [is_good(plan, scan.cell), *scan.also_good, *([is_in_span(plan, scan.cell)] if in_span else [])]
    return " AND ".join(check for check in checks if check)


def _is_in_span(session: EventSession, plan: ScanPlan, path: Path) -> bool:
    """Asked of DuckDB, which knows times that Python cannot hold."""
    first, last = (at.astimezone(UTC).replace(tzinfo=None) for at in (plan.earliest, plan.latest))
    ((is_so,),) = session.run("span_of_rows", path=str(path), first=first, last=last)
    return bool(is_so)


def _is_in_order(session: EventSession, path: Path) -> bool:
    """Readers of a day skip groups of rows that do not hold it, if each holds few days; ends of groups overlap."""
    ((groups, days, span),) = session.run("days_per_group", path=str(path))
    return whole(days) <= _DAYS_PER_GROUP * whole(groups) + _GROUPS_PER_DAY * whole(span)
