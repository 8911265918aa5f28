"""From which value on must a query be read again, so that no row that came late is missed?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

LATE_FOR = timedelta(hours=1)  # so late may a transaction commit a row with an earlier time
LATE_IDS = 1_000  # and so many numbers may be given out before it does


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
    return "text" if isinstance(value, str) else "number"


def as_text(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def read_again_from(kind: str, text: str) -> object:
    """The kept value, moved back by what may come late; rows read twice are known by their event id or content."""
    value = _read(kind, text)
    if isinstance(value, datetime):
        return value - LATE_FOR
    if isinstance(value, date):
        return value - timedelta(days=1)
    return value if isinstance(value, str) else value - LATE_IDS


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
    """The greatest value seen so far; `add` raises WatermarkFault where values of two kinds meet."""

    def __init__(self) -> None:
        self.value: object = None
        self.kind = ""

    def add(self, value: object) -> None:
        if value is None:
            return
        kind = kind_of(value)
        if self.kind and kind != self.kind:
            raise WatermarkFault(f"the column holds both {self.kind} and {kind}")
        if not self.kind or value > self.value:  # type: ignore[operator]  # two values of one kind
            self.kind, self.value = kind, value
