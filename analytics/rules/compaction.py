"""Which event files are moved into the files of their days, and which days' raw events may go?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SETTLED_AFTER = timedelta(days=2)  # until then rows of a day still arrive
FEWEST_FILES = 16
ROWS_AT_ONCE = 5_000_000
FEWEST_ROLL_UP_DAYS = 400


@dataclass(frozen=True, slots=True)
class HeldFile:
    """An event file of imports: the days of its rows, and the newest import that has events in it."""

    pk: int
    rows: int
    first_date: date
    last_date: date
    newest_import: int


def to_compact(
    files: Sequence[HeldFile], *, today: date, read_through: int | None, drop_before: date | None
) -> tuple[HeldFile, ...]:
    """Oldest first, whole files only. None before there are enough, unless days in them are to be dropped.

    `read_through`: up to which import the slowest reader that follows imports has come.
    """
    settled = [
        file
        for file in files
        if file.last_date <= today - SETTLED_AFTER and (read_through is None or file.newest_import <= read_through)
    ]
    is_due = len(settled) >= FEWEST_FILES or any(drop_before and each.first_date < drop_before for each in settled)
    found: list[HeldFile] = []
    rows = 0
    for file in sorted(settled, key=lambda each: (each.last_date, each.pk)) if is_due else []:
        if found and rows + file.rows > ROWS_AT_ONCE:
            break
        found.append(file)
        rows += file.rows
    return tuple(found)


def drop_before(*, today: date, raw_days: int) -> date | None:
    """Raw events before that day may go; nothing is configured with zero days."""
    return today - timedelta(days=raw_days) if raw_days else None


def roll_ups_end(*, today: date, roll_up_days: int, sealed: date | None) -> date | None:
    """Roll-ups before that day may go: of whole months, whose days share files, and of no day that has raw events.

    Fewer than 400 days count as 400: what is used once a year is learnt from them. Nothing is configured with zero.
    """
    if not roll_up_days or sealed is None:
        return None
    oldest_kept = today - timedelta(days=max(roll_up_days, FEWEST_ROLL_UP_DAYS))
    return min(oldest_kept, sealed + timedelta(days=1)).replace(day=1)
