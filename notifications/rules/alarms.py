"""What calls a person although nobody clicked anything, and from when on?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

OVERDUE_FOR = timedelta(minutes=5)
UNCERTAIN_FOR = timedelta(days=1)
EVENTS_WITHIN, EVENTS_AFTER = timedelta(days=1), timedelta(hours=1)
CANARY_SOFT_FOR = timedelta(hours=1)
HALF_PLANNED_FOR = timedelta(hours=1)
SILENCE_SHOWN_FOR = timedelta(days=1)


class AlarmCheck(StrEnum):
    """Each is one question; its value names it in rows, commands and messages."""

    QUARANTINE = "quarantine"
    RECONCILER = "reconciler"
    WORKERS = "workers"
    SILENCE = "silence"
    OVERDUE = "overdue"
    NO_EVENTS = "no_events"
    PLANNING = "planning"
    PLAN_FAILS = "plan_fails"
    ACCOUNTS_FAIL = "accounts_fail"
    FLOOR = "floor"
    UNCERTAIN = "uncertain"
    HALTED = "halted"
    CANARY = "canary"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one subject, a plan's key, a queue or ''. `facts` are values for its sentence, as text."""

    check: AlarmCheck
    subject: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
