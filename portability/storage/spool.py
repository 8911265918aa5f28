"""How are records sorted and told apart without holding them in memory?"""

import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from portability.rules.kinds import Kind
from portability.rules.records import Order


class Met(StrEnum):
    """How a record compares to those that came before it."""

    NEW = "new"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16384;
CREATE TABLE record (
    rank INTEGER, container TEXT, at INTEGER, sequence INTEGER, id TEXT, hash TEXT, line BLOB,
    PRIMARY KEY (rank, id)
) WITHOUT ROWID;
CREATE TABLE used (at INTEGER, person TEXT, module TEXT, action TEXT, key TEXT PRIMARY KEY) WITHOUT ROWID;
"""
INSERT = "INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?, ?, ?, ?)"
ORDERED = "SELECT line FROM record ORDER BY rank, container, at, sequence, id"
KINDS = tuple(Kind)


class Spool:
    """A passing file on disk that sorts records, finds twins by natural key, and keeps uses of features."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._base = sqlite3.connect(folder / "records")
        self._base.executescript(SCHEMA)

    def close(self) -> None:
        """Let go of the file; whoever owns the folder removes it."""
        self._base.close()

    def add(self, order: Order, digest: str, line: bytes) -> Met:
        """Keep a record unless its natural key is there already; then say whether it is the same."""
        if self._base.execute(INSERT, (*order, digest, line)).rowcount:
            return Met.NEW
        rank, *_, record_id = order
        found = self._base.execute("SELECT hash FROM record WHERE rank = ? AND id = ?", (rank, record_id)).fetchone()
        return Met.DUPLICATE if found[0] == digest else Met.CONFLICT

    def add_use(self, at: int, person: str, module: str, action: str, key: str) -> bool:
        """Keep a use of a feature once by its key."""
        row = (at, person, module, action, key)
        return bool(self._base.execute("INSERT OR IGNORE INTO used VALUES (?, ?, ?, ?, ?)", row).rowcount)

    def lines(self) -> Iterator[bytes]:
        """All records in canonical order."""
        for (line,) in self._base.execute(ORDERED):
            yield line

    def uses(self) -> Iterator[tuple[int, str, str, str, str]]:
        """All uses in order of time."""
        yield from self._base.execute("SELECT at, person, module, action, key FROM used ORDER BY at, key")

    def counts(self) -> dict[str, int]:
        """Records by kind."""
        found = self._base.execute("SELECT rank, count(*) FROM record GROUP BY rank ORDER BY rank").fetchall()
        return {KINDS[rank].value: number for rank, number in found}
