"""What did an import take, what not, and why?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from analytics.rules.activity import ActivityEvent
from analytics.rules.reasons import Fault
from lifecycle.rules import forgiven_rows


class FileOutcome(StrEnum):
    IMPORTED = "imported"
    ALREADY = "already"
    EMPTY = "empty"
    REFUSED = "refused"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many rows one field and reason cost."""

    field: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file's answer. `rows` = `added` + `repeated` + `rejected` unless the file was refused or only tried."""

    file: str
    outcome: FileOutcome
    message: str = ""
    import_id: str = ""
    rows: int = 0
    added: int = 0
    repeated: int = 0
    rejected: int = 0
    reasons: tuple[ReasonCount, ...] = ()
    rejects_file: str = ""
    first_at: datetime | None = None
    last_at: datetime | None = None
    accounts: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    unmatched_accounts: tuple[str, ...] = ()
    unregistered_modules: tuple[str, ...] = ()
    sample: tuple[ActivityEvent, ...] = ()

    def as_json(self) -> dict[str, object]:
        found: dict[str, object] = {
            "file": self.file,
            "status": self.outcome.value,
            "message": self.message,
            "import": self.import_id or None,
            "rows": self.rows,
            "added": self.added,
            "duplicates": self.repeated,
            "rejected": self.rejected,
            "rejects": [{"field": one.field, "reason": one.reason, "count": one.count} for one in self.reasons],
            "rejects_file": self.rejects_file or None,
            "first_at": self.first_at.isoformat() if self.first_at else None,
            "last_at": self.last_at.isoformat() if self.last_at else None,
            "accounts": list(self.accounts),
            "modules": list(self.modules),
            "unmatched_accounts": list(self.unmatched_accounts),
            "unregistered_modules": list(self.unregistered_modules),
        }
        if self.outcome is FileOutcome.TRIED:
            found["sample"] = [event_as_json(event) for event in self.sample]
        return found


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All files of one call, in order."""

    files: tuple[FileReport, ...]

    @property
    def added(self) -> int:
        return sum(each.added for each in self.files)

    @property
    def refused(self) -> tuple[FileReport, ...]:
        return tuple(each for each in self.files if each.outcome is FileOutcome.REFUSED)

    def as_json(self) -> dict[str, object]:
        return {
            "rows": sum(each.rows for each in self.files),
            "added": self.added,
            "duplicates": sum(each.repeated for each in self.files),
            "rejected": sum(each.rejected for each in self.files),
            "refused": len(self.refused),
            "files": [each.as_json() for each in self.files],
        }


def refusal(*, rows: int, reasons: Mapping[Fault, int], strict: bool, units: Sequence[str]) -> str:
    """Why a file that could be read is still not taken; empty when nothing speaks against it."""
    if len(units) > 1:
        return f"its times mix epoch {' and '.join(sorted(units))}: declare the unit with a map, or split the file"
    return forgiven_rows.refusal(rows=rows, bad=sum(reasons.values()), is_strict=strict, remedy="the file or its map")


def count_reasons(reasons: Mapping[Fault, int]) -> tuple[ReasonCount, ...]:
    """The most frequent first, then by field and reason."""
    found = (ReasonCount(fault.field, fault.reason.sentence, count) for fault, count in reasons.items())
    return tuple(sorted(found, key=lambda one: (-one.count, one.field, one.reason)))


def event_as_json(event: ActivityEvent) -> dict[str, object]:
    return {
        "occurred_at": event.occurred_at.isoformat(),
        "account": event.account,
        "user": event.user,
        "module": event.module,
        "action": event.action,
        "quantity": float(event.quantity),
        "event_id": event.event_id,
        "source": event.source,
        "client": event.client,
        "integration": event.integration,
    }
