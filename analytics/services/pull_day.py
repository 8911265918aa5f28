"""How does one day of a customer's warehouse become roll-up rows here, wholly or not at all?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import orjson

from analytics.connectors.sql.databases import QueryFault
from analytics.connectors.sql.warehouses import Link
from analytics.engines.duckdb.pulled_days import actions_left_out, write_pulled
from analytics.engines.portable.pull import Table
from analytics.rules.import_report import FileOutcome, FileReport, count_reasons, refusal
from analytics.rules.pulled_rows import HideUser, PulledRows, as_instant
from analytics.rules.reasons import Fault, Reason


@dataclass(frozen=True, slots=True)
class Tally:
    """What the warehouse counted of the day: rows by fault, events, those that count as use, and the last one."""

    faults: Counter[Fault]
    good: int
    events: int
    counted: int
    last_at: datetime | None

    @property
    def rows(self) -> int:
        return self.good + self.faults.total()


@dataclass(frozen=True, slots=True)
class PulledFile:
    """`path` holds the day's roll-up rows; None where nothing counts or the day is refused."""

    report: FileReport
    path: Path | None
    rows: int


@dataclass(frozen=True, slots=True)
class DayWork:
    """The day, what is left out of it by pattern, and how its users are hidden."""

    day: date
    name: str
    patterns: Sequence[str] = ()
    hide_user: HideUser | None = None


def pull_day(link: Link, table: Table, work: DayWork, room: Path) -> PulledFile:
    """Raises QueryFault. Of the day only its finished file is left in the room."""
    lines = room / f"{work.day}.jsonl"
    try:
        return _pull(link, table, work, lines, room / f"{work.day}.parquet")
    finally:
        lines.unlink(missing_ok=True)


def _pull(link: Link, table: Table, work: DayWork, lines: Path, target: Path) -> PulledFile:
    found, room = PulledRows(work.day, work.hide_user), target.parent
    try:
        with link.one_sight():
            left_out = _left_out(link, table, work, room)
            tally = _tally(link, table, work.day, left_out)
            clash = _clash(list(link.rows(table.clashes(work.day))))
            _write(link, table.roll_up(work.day, left_out), found, lines)
    except (ValueError, TypeError) as problem:
        raise QueryFault(f"what was said of {work.day} cannot be read: {problem}") from problem
    tally = _complete(tally, found, may_grow=not link.is_snapshot)
    report = _report(work, tally, found, clash)
    if report.outcome is FileOutcome.REFUSED or not found.rows:
        return PulledFile(report, None, 0)
    return PulledFile(report, target, write_pulled(lines, target, scratch=room))


def _complete(tally: Tally, found: PulledRows, *, may_grow: bool) -> Tally:
    """What came is all that was counted; between two questions rows may have been added where there is no snapshot."""
    more = found.events + found.reasons.total() - tally.counted
    if more < 0 or (more and not may_grow):
        raise QueryFault(f"{found.day}: {tally.counted} events were counted there, {tally.counted + more} came")
    return replace(tally, good=tally.good + more, events=tally.events + more, counted=tally.counted + more)


def _left_out(link: Link, table: Table, work: DayWork, room: Path) -> list[str]:
    if not work.patterns:
        return []
    met = ["" if row[0] is None else str(row[0]) for row in link.rows(table.actions(work.day))]
    return actions_left_out(met, work.patterns, scratch=room)


def _tally(link: Link, table: Table, day: date, left_out: Sequence[str]) -> Tally:
    faults: Counter[Fault] = Counter()
    counts: Counter[str] = Counter()
    last_at = None
    for kind, fault, found, last in link.rows(table.tally(day, left_out)):
        if fault:
            field, reason = str(fault).split(" ")
            faults[Fault(field, Reason(reason))] += int(str(found))
            continue
        counts[str(kind)] += int(str(found))
        last_at = as_instant(last) if kind == "events" and last is not None and int(str(found)) else last_at
    return Tally(faults, counts["rows"], counts["events"], counts["counted"], last_at)


def _write(link: Link, select: str, found: PulledRows, lines: Path) -> None:
    with lines.open("wb") as target:
        for row in link.rows(select):
            values = found.taken(row)
            if values is not None:
                target.write(orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE))


def _clash(rows: Sequence[Sequence[object]]) -> str:
    count, first = rows[0] if rows else (0, None)
    return f"event_id {first} and {int(str(count)) - 1} more stand for two events" if int(str(count)) else ""


def _report(work: DayWork, tally: Tally, found: PulledRows, clash: str) -> FileReport:
    reasons = tally.faults + found.reasons
    message = clash or refusal(rows=tally.rows, reasons=reasons, strict=False, units=())
    return FileReport(
        file=work.name,
        outcome=FileOutcome.REFUSED if message else FileOutcome.IMPORTED,
        message=message,
        rows=tally.rows,
        added=0 if message else tally.events - found.reasons.total(),
        repeated=0 if message else tally.good - tally.events,
        rejected=reasons.total(),
        reasons=count_reasons(reasons),
        first_at=found.first_at,
        last_at=tally.last_at,
        accounts=tuple(sorted(found.accounts)),
        modules=tuple(sorted(found.modules)),
    )
