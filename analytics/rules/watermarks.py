"""From which value on must a query be read again, so that no row that came late is missed?"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

LATE_FOR = timedelta(hours=1)  # so late may a transaction commit a row with an earlier time
LATE_IDS = 1_000  # and so many numbers may be given out before it does

# Times that are kept as text, all in UTC or all without offset, are ordered as texts: where one begins like another,
# or where one stops short, the order is that of the times but for parts of a second.
_TEXT_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:([T ])\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|\+00:00)?)?", re.ASCII)
_TEXT_KINDS = {"T": "text_t", " ": "text_blank", None: "text_date"}
_DATE, _SECOND = len("2026-05-01"), len("2026-05-01T10:00:00")


class WatermarkFault(ValueError):
    """A value of the column cannot say how far was read."""


def kind_of(value: object) -> str:
    """How a value is kept as text. Raises WatermarkFault."""
    if isinstance(value, bool) or not isinstance(value, (int, datetime, date, str, Decimal)):
        raise WatermarkFault(f"a column of {type(value).__name__} does not say how far was read: take a time or an id")
    if isinstance(value, datetime):
        return "time" if value.tzinfo else "local_time"
    if isinstance(value, date):
        return "date"
    return _kind_of_text(value) if isinstance(value, str) else "number"


def _kind_of_text(value: str) -> str:
    found = _TEXT_TIME.fullmatch(value)
    try:
        datetime.fromisoformat(value[:_SECOND])
    except ValueError:
        return "text"
    return _TEXT_KINDS[found[1]] if found else "text"


def as_text(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def read_again_from(kind: str, text: str) -> object:
    """The kept value, moved back by what may come late; rows read twice are known by their event id or content."""
    if kind in _TEXT_KINDS.values():
        return _earlier_text(text)
    value = _read(kind, text)
    if isinstance(value, datetime):
        return value - LATE_FOR
    if isinstance(value, date):
        return value - timedelta(days=1)
    return value if isinstance(value, str) else value - LATE_IDS


def _earlier_text(text: str) -> str:
    """In the same writing, and shorter: it stands before all texts that begin like it."""
    if len(text) == _DATE:
        return (date.fromisoformat(text) - timedelta(days=1)).isoformat()
    earlier = datetime.fromisoformat(text[:_SECOND]) - LATE_FOR
    return earlier.isoformat(sep=text[_DATE])


def is_further(kind: str, text: str, than: str) -> bool:
    """Is the first of two kept values of one kind the greater one?"""
    return bool(_read(kind, text) > _read(kind, than))  # type: ignore[operator]  # two values of one kind


def _read(kind: str, text: str) -> datetime | date | int | Decimal | str:
    if kind in {"time", "local_time"}:
        return datetime.fromisoformat(text)
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "number":
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() else number
    return text


class HighWater:
    """The greatest value seen so far; `add` raises WatermarkFault where values of two kinds meet.

    `any_text`: may a text that is no time say how far was read? Only where texts are ordered as Python orders them.
    Nothing, and an empty text, say nothing.
    """

    def __init__(self, *, any_text: bool = True) -> None:
        self._any_text = any_text
        self.value: object = None
        self.kind = ""

    def add(self, value: object) -> None:
        if value is None or value == "":
            return
        kind = kind_of(value)
        if kind == "text" and not self._any_text:
            raise WatermarkFault("a server orders texts in its own way: take a number or a time, as text in UTC")
        if self.kind and kind != self.kind:
            raise WatermarkFault(f"the column holds both {self.kind} and {kind}")
        if not self.kind or value > self.value:  # type: ignore[operator]  # two values of one kind
            self.kind, self.value = kind, value
