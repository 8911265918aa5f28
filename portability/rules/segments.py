"""Where is the stream of records cut into segments?"""

from dataclasses import dataclass
from datetime import UTC, datetime

from portability.rules.kinds import Kind
from portability.rules.records import Record

RECORD_LIMIT = 50_000
BYTE_LIMIT = 64 * 1024 * 1024
UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Drawer:
    """What one segment may hold: one kind, one container, one month (UTC)."""

    kind: Kind
    container: str
    month: str


@dataclass(slots=True)
class Cut:
    """Says when a new segment begins. It looks at records only, never at time, memory or workers."""

    drawer: Drawer | None = None
    records: int = 0
    size: int = 0

    def is_before(self, drawer: Drawer, line_bytes: int) -> bool:
        """Does a new segment begin before this record? Counts the record in either case."""
        full = self.records + 1 > RECORD_LIMIT or self.size + line_bytes + 1 > BYTE_LIMIT
        begins = self.drawer is None or self.drawer != drawer or full
        if begins:
            self.drawer, self.records, self.size = drawer, 0, 0
        self.records += 1
        self.size += line_bytes + 1
        return begins


def drawer_of(record: Record) -> Drawer:
    """The drawer a record belongs to."""
    return Drawer(record.kind, record.container or "", month_of(record.at))


def month_of(at: int | None) -> str:
    """`2016-07` in UTC, or `undated`."""
    return UNDATED if at is None else day_of(at)[:7]


def day_of(at: int | None) -> str:
    """`2016-07-04` in UTC, or `undated`."""
    return UNDATED if at is None else datetime.fromtimestamp(at // 1000, UTC).date().isoformat()
