"""What did a pull from a customer's warehouse find, take and leave?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from analytics.rules.import_report import FileOutcome, FileReport
from analytics.rules.pull_due import Due


@dataclass(frozen=True, slots=True)
class DayReport:
    """A day that was asked for; only tried, it has its rows there and nothing else."""

    date: date
    report: FileReport

    def as_json(self) -> dict[str, object]:
        told = self.report.as_json()
        kept = ("status", "message", "import", "rows", "added", "duplicates", "rejected", "rejects")
        return {"date": self.date.isoformat(), **{name: told[name] for name in kept}}


@dataclass(frozen=True, slots=True)
class PullReport:
    """`stopped`: why no further day was asked for. `outside`: rows there whose time no event can have, or none.
    `span`: the first and the last day that was found there."""

    source: str
    warehouse: str
    due: Due
    days: Sequence[DayReport] = ()
    rows_there: int = 0
    span: tuple[date, date] | None = None
    outside: int = 0
    stopped: str = ""
    is_trial: bool = False
    sample: Sequence[dict[str, object]] = field(default_factory=tuple)

    @property
    def pulled(self) -> int:
        return sum(each.report.outcome is FileOutcome.IMPORTED for each in self.days)

    @property
    def refused(self) -> list[DayReport]:
        return [each for each in self.days if each.report.outcome is FileOutcome.REFUSED]

    @property
    def is_whole(self) -> bool:
        """Was everything taken that is due?"""
        return not (self.stopped or self.refused)

    def as_json(self) -> dict[str, object]:
        return {
            "source": self.source,
            "warehouse": self.warehouse,
            "due": [each.isoformat() for each in self.due.days],
            "emptied": [each.isoformat() for each in self.due.emptied],
            "unchanged": self.due.unchanged,
            "sealed": self.due.sealed,
            "rows_there": self.rows_there,
            "first_date": self.span[0].isoformat() if self.span else None,
            "last_date": self.span[1].isoformat() if self.span else None,
            "outside": self.outside,
            "pulled": self.pulled,
            "refused": len(self.refused),
            "stopped": self.stopped or None,
            "days": [each.as_json() for each in self.days],
            **({"sample": list(self.sample)} if self.is_trial else {}),
        }
