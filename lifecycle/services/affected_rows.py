"""How does the list of who is affected leave: as rows for JSON and CSV?"""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import StringIO

from lifecycle.models import AffectedSubject, SunsetPlan
from lifecycle.rules.affected import AffectedStatus
from lifecycle.rules.affected_list import Tally, Wanted
from lifecycle.rules.csv_guard import guard
from lifecycle.services import affected

Row = dict[str, object]
COLUMNS = (
    *("uuid", "account", "tier", "kind", "key", "status", "status_since_at", "first_at", "last_at", "count", "modules"),
    *("through", "replacement", "replacement_at", "told_at", "reopened_at", "claimed_at", "claimed_by", "claim_note"),
)
_PART = 2_000


def affected_rows(plan: SunsetPlan, *, wanted: Wanted, now: datetime) -> Iterator[Row]:
    """The newest use first, a part at a time: the list may be longer than memory."""
    replacement = replacement_of(plan)
    for subject in affected.subjects(plan, wanted=wanted, now=now).iterator(chunk_size=_PART):
        yield as_row(subject, replacement)


def as_row(subject: AffectedSubject, replacement: str) -> Row:
    """In the order of COLUMNS."""
    return {
        "uuid": str(subject.uuid),
        "account": subject.account.key,
        "tier": subject.account.tier,
        "kind": subject.kind,
        "key": subject.key,
        "status": subject.shown,  # type: ignore[attr-defined]  # annotated by affected.subjects
        "status_since_at": _text(subject.status_since_at),
        "first_at": _text(subject.first_at),
        "last_at": _text(subject.last_at),
        "count": subject.count,
        "modules": list(subject.modules),
        "through": list(subject.through),
        "replacement": replacement,
        "replacement_at": _text(subject.replacement_at),
        "told_at": _text(subject.told_at),
        "reopened_at": _text(subject.reopened_at),
        "claimed_at": _text(subject.claimed_at),
        "claimed_by": subject.claimed_by,
        "claim_note": subject.claim_note,
    }


def affected_csv(plan: SunsetPlan, *, wanted: Wanted, now: datetime) -> Iterator[str]:
    """Lines without their ends, the head first. What a spreadsheet would calculate gets a quote in front."""
    yield _line(COLUMNS)
    for row in affected_rows(plan, wanted=wanted, now=now):
        yield _line([_cell(value) for value in row.values()])


def tally_as_json(tally: Tally) -> dict[str, int]:
    """Every status, also those that nobody has."""
    return {**{status.value: tally.of(status) for status in AffectedStatus}, "total": tally.total, "left": tally.left}


def replacement_of(plan: SunsetPlan) -> str:
    """What takes over, by its key or its name; '' where nothing does."""
    other = plan.module.replacement_module
    return other.key if other else plan.module.replacement_name


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _cell(value: object) -> str:
    if isinstance(value, list):
        value = " ".join(str(each).replace(" ", "_") for each in value)
    return guard("" if value is None else str(value))


def _line(cells: Sequence[str]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="").writerow(cells)
    return written.getvalue()
