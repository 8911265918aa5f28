"""How does a dated promise stand in a calendar, and when has it changed?"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lifecycle.rules.stages import Stage

ALARMS_BEFORE_DAYS = (365, 182, 91, 30, 7, 0)  # 12, 6, 3, 1 months, a week, the day: durations know no months
_CALLED_OFF = frozenset({Stage.CANCELLED, Stage.ROLLED_BACK})
_UNDER_REVIEW = frozenset({Stage.PAUSED, Stage.ASSESSING, Stage.DRAFT, Stage.DECIDED})


class EntryStatus(StrEnum):
    """RFC 5545, STATUS of an event."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Entry:
    """What calendars show of one promise. `sequence` starts at 0 and grows by one with each change (RFC 5546)."""

    day: date
    status: EntryStatus
    sequence: int
    changed_at: datetime


def status_at(stage: Stage) -> EntryStatus:
    """A promise under review is tentative; one that was called off stays as cancelled, or calendars keep it."""
    if stage in _CALLED_OFF:
        return EntryStatus.CANCELLED
    return EntryStatus.TENTATIVE if stage in _UNDER_REVIEW else EntryStatus.CONFIRMED


def entry_now(known: Entry | None, *, day: date, stage: Stage, now: datetime) -> Entry:
    """The entry as it stands: the same one while nothing changed. Whoever reads before it is kept reads the same."""
    status = status_at(stage)
    if known is None:
        return Entry(day, status, 0, now)
    if (known.day, known.status) == (day, status):
        return known
    return Entry(day, status, known.sequence + 1, now)


def alarms_ahead(day: date, *, today: date) -> tuple[int, ...]:
    """How many days before it a reminder is still to come."""
    return tuple(each for each in ALARMS_BEFORE_DAYS if (day - today).days >= each)
