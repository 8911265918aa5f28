"""What do the people nearest to customers say about the retirement, and how grave is it?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from lifecycle.rules.csv_rows import Fault, Row, read_table

LONGEST_TEXT, LONGEST_ABOUT, LONGEST_NAME = 4_000, 200, 200
REQUIRED = ("voice", "severity", "text")
EARLIEST = date(2000, 1, 1)
Word = TypeVar("Word", bound=StrEnum)


class Voice(StrEnum):
    """Who speaks (A6)."""

    OPERATIONS = "operations"
    SUPPORT = "support"
    SALES = "sales"
    SUCCESS = "success"
    CUSTOMER = "customer"

    @property
    def label(self) -> str:
        return {"success": "Customer success"}.get(self.value, self.value.capitalize())


class Severity(StrEnum):
    """`critical`: the retirement must not go on without an answer to it."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Remark:
    """`account` a key or '' for nobody in particular; `about` what it is about; `said_by` a name or a role."""

    voice: Voice
    severity: Severity
    text: str
    about: str = ""
    account: str = ""
    said_by: str = ""
    said_date: date | None = None


def count_severity(remarks: Iterable[Remark]) -> dict[Severity, int]:
    """How many of each severity, the gravest first."""
    counts = Counter(each.severity for each in remarks)
    return {each: counts[each] for each in Severity}


def read_remarks(data: bytes) -> tuple[list[tuple[int, Remark]], list[Fault]]:
    """Remarks with their lines, and why other rows cannot be read. Raises UnreadableFile for what is no CSV.

    Columns: voice, severity, text; about, account, said_by, said_date (2027-03-01) are optional.
    """
    table = read_table(data, required=REQUIRED)
    remarks: list[tuple[int, Remark]] = []
    faults = list(table.faults)
    for row in table.rows:
        try:
            remarks.append((row.line, _remark(row)))
        except _Wrong as wrong:
            faults.append(Fault(row.line, wrong.field, wrong.wording, row.raw, wrong.facts))
    return remarks, sorted(faults, key=lambda fault: fault.line)


class _Wrong(ValueError):
    def __init__(self, field: str, wording: str, **facts: object) -> None:
        super().__init__(wording)
        self.field, self.wording, self.facts = field, wording, facts


def _remark(row: Row) -> Remark:
    text = row.values["text"]
    if not text:
        raise _Wrong("text", "is empty")
    limits = {"text": LONGEST_TEXT, "about": LONGEST_ABOUT, "said_by": LONGEST_NAME}
    for name, limit in limits.items():
        if len(row.values.get(name, "")) > limit:
            raise _Wrong(name, "longer than %(limit)s characters", limit=limit)
    return Remark(
        voice=_one_of(Voice, row, "voice"),
        severity=_one_of(Severity, row, "severity"),
        text=text,
        about=row.values.get("about", ""),
        account=row.values.get("account", ""),
        said_by=row.values.get("said_by", ""),
        said_date=_day(row.values.get("said_date", "")),
    )


def _one_of(kind: type[Word], row: Row, field: str) -> Word:
    value = row.values[field].lower()
    if value not in set(kind):
        raise _Wrong(field, "%(value)s is none of %(known)s", value=repr(value[:40]), known=", ".join(kind))
    return kind(value)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise _Wrong("said_date", "%(value)s is no day such as 2027-03-01", value=repr(text[:40])) from error
    if found < EARLIEST:
        raise _Wrong("said_date", "%(value)s is before %(earliest)s", value=repr(text), earliest=EARLIEST)
    return found
