"""What was a finished report counted from, and does a new one go on from it?"""

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from analytics import queries
from analytics.engines.duckdb.report import HASHED_BY
from analytics.engines.duckdb.report_onward import Earlier, NewDays, days_read, were_seen
from analytics.models import UsageReport
from analytics.rules.report_basis import HeldRows, Onward, ReportBasis, plan_onward
from analytics.rules.report_settled import plan_settled
from analytics.services.report_files import BASIS, BESIDE, TORN, beside_of, is_intact, is_whole, told_in, write_note
from analytics.services.roll_up_watermarks import counting_text
from analytics.services.workspace import reports_dir, rollups_dir, spill_dir

logger = logging.getLogger(__name__)
FORM = 6  # of what a report holds: one of another form is made anew, and not gone on from


@dataclass(frozen=True, slots=True)
class Going:
    """A report may go on: what is new, from where, and the roll-up files that are read beside it."""

    new: NewDays
    earlier: Earlier
    files: tuple[Path, ...]


def basis_now(as_of: date, zones: Mapping[str, str]) -> ReportBasis:
    """Only under the import lock: roll-ups stay as they are."""
    texts: dict[date, list[str]] = {}
    rows: dict[date, int] = {}
    for (day, shard), held in sorted(queries.partitions().items()):
        if day <= as_of + timedelta(days=1):
            texts.setdefault(day, []).append(f"{shard} {held.rows} {held.watermark}")
            rows[day] = rows.get(day, 0) + held.rows
    days = {day: HeldRows(hashlib.sha256(repr(found).encode()).hexdigest(), rows[day]) for day, found in texts.items()}
    return ReportBasis(as_of, days, zones, FORM, counting_text(), HASHED_BY)


def earlier_report(wanted: ReportBasis, *, share: int, now: datetime) -> Going | None:
    """The last report, when the new one may go on from it, and any roll-up lies in its reach.

    All of it is read, whenever that was last done: damage would be copied, and then pass for what was counted.
    """
    last = UsageReport.objects.order_by("id").last()
    if last is None or not is_whole(folder := reports_dir() / last.folder):
        return None
    beside = beside_of(folder)
    base_folder = beside.base if beside else folder
    onward, new = _planned(wanted, before=_read(folder), base=_read(base_folder), share=share)
    files = queries.rollup_names_of(days_read(new)) if new else []
    if not (onward and new and files):  # without a file nothing was told for so long
        return None
    if not is_intact(folder, now=now):
        logger.warning("a report is damaged, everything is counted anew: %s", folder.name)
        return None
    with spill_dir() as scratch:
        if onward.moved and were_seen(base_folder, onward.moved, scratch=scratch):
            return None
    return Going(new, Earlier(folder, base_folder), tuple(rollups_dir() / path for path in files))


def _planned(
    wanted: ReportBasis, *, before: ReportBasis | None, base: ReportBasis | None, share: int
) -> tuple[Onward, NewDays] | tuple[None, None]:
    onward = plan_onward(wanted, before=before, base=base, share=share) if before and base else None
    if onward is None or before is None or base is None:
        return None, None
    settled = plan_settled(wanted, before=before, base=base)
    return onward, NewDays(wanted.as_of, onward.first, onward.fresh, settled)


def write_basis(folder: Path, basis: ReportBasis, going: Going | None) -> None:
    """The last of what is written into a report: it names the other files, their sizes and checksums."""
    if going:
        fresh = [day.isoformat() for day in going.new.fresh]
        beside = {"base": going.earlier.base.name, "fresh": fresh}
        (folder / BESIDE).write_text(json.dumps(beside), encoding="utf-8")
    days = {day.isoformat(): [held.version, held.rows] for day, held in basis.days.items()}
    noted = {"form": basis.form, "excluded": basis.excluded, "as_of": basis.as_of.isoformat(), "days": days}
    write_note(folder, {**noted, "zones": dict(basis.zones), "hashed_by": basis.hashed_by})


def _read(folder: Path) -> ReportBasis | None:
    """None of a report that was made before it was noted, is gone, or was torn by a crash of the machine."""
    try:
        told = told_in(folder / BASIS)
        days = {date.fromisoformat(day): HeldRows(str(held[0]), int(held[1])) for day, held in told["days"].items()}
        form, excluded, hashed_by = int(told["form"]), str(told["excluded"]), str(told["hashed_by"])
        return ReportBasis(date.fromisoformat(told["as_of"]), days, dict(told["zones"]), form, excluded, hashed_by)
    except TORN:
        return None
