"""Where in a folder's JSON lines does each object stand?"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portability.targets.contract import ObjectName, TargetFault

SCHEMA = """
CREATE TABLE IF NOT EXISTS place (name TEXT PRIMARY KEY, file TEXT, start INTEGER, length INTEGER);
CREATE TABLE IF NOT EXISTS seen (file TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, blanks INTEGER);
"""
BLANK = b" "


class Places:
    """An index beside the lines. It is never believed where a file has another size or time than it noted."""

    def __init__(self, folder: Path) -> None:
        self._records = folder / "records"
        self._index = sqlite3.connect(folder / ".places.sqlite", isolation_level=None, timeout=30)
        self._index.execute("PRAGMA synchronous = OFF")  # lost, it is made anew
        self._index.executescript(SCHEMA)
        self._touched: set[str] = set()

    @contextmanager
    def locked(self) -> Iterator["Places"]:
        """One writer at a time; the index is true inside."""
        try:
            self._index.execute("BEGIN IMMEDIATE")
            try:
                yield self
            finally:
                self._index.execute("COMMIT")
        except sqlite3.Error as error:
            raise TargetFault(f"the folder's index: {error}; remove .places.sqlite") from error

    def read(self, name: ObjectName) -> bytes | None:
        self._refresh(name.kind)
        found = self._index.execute("SELECT start, length FROM place WHERE name = ?", [_key(name)]).fetchone()
        if found is None:
            return None
        with self._path(name.kind).open("rb") as stream:
            stream.seek(found[0])
            return stream.read(found[1])

    def write(self, name: ObjectName, body: bytes) -> None:
        """What stood there is blanked before: a power failure leaves the object absent, never twice."""
        self.blank(name)
        with self._path(name.kind).open("ab") as stream:
            start = stream.tell()
            stream.write(body + b"\n")
        self._index.execute(
            "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?)", [_key(name), name.kind, start, len(body)]
        )
        self._note(name.kind, 0)

    def blank(self, name: ObjectName) -> None:
        self._refresh(name.kind)
        found = self._index.execute("SELECT start, length FROM place WHERE name = ?", [_key(name)]).fetchone()
        if found is None:
            return
        with self._path(name.kind).open("r+b") as stream:
            stream.seek(found[0])
            stream.write(BLANK * found[1])
        self._index.execute("DELETE FROM place WHERE name = ?", [_key(name)])
        self._note(name.kind, 1)

    def settle(self) -> None:
        for kind in self._touched:
            with self._path(kind).open("rb") as stream:
                os.fsync(stream.fileno())
        self._touched.clear()

    def close(self) -> None:
        """Cut blanked lines out, so that every line is a record."""
        with self.locked():
            for (kind,) in self._index.execute("SELECT file FROM seen WHERE blanks > 0").fetchall():
                self._cut(str(kind))
        self._index.close()

    def _cut(self, kind: str) -> None:
        path, passing = self._path(kind), self._path(kind).with_suffix(".part")
        with path.open("rb") as old, passing.open("wb") as new:
            new.writelines(line for line in old if line.strip())
            new.flush()
            os.fsync(new.fileno())
        passing.replace(path)
        self._scan(kind)

    def _refresh(self, kind: str) -> None:
        seen = self._index.execute("SELECT size, mtime_ns FROM seen WHERE file = ?", [kind]).fetchone()
        path = self._path(kind)
        now = (path.stat().st_size, path.stat().st_mtime_ns) if path.exists() else None
        if seen != now:
            self._scan(kind)

    def _scan(self, kind: str) -> None:
        """Read every line; one that was cut off by a failure of power is taken away."""
        self._index.execute("DELETE FROM place WHERE file = ?", [kind])
        self._index.execute("DELETE FROM seen WHERE file = ?", [kind])
        path, start, blanks = self._path(kind), 0, 0
        if not path.exists():
            return
        with path.open("r+b") as stream:
            for line in stream:
                if not line.endswith(b"\n"):
                    stream.truncate(start)
                    break
                self._place(kind, start, line.rstrip(b"\n"))
                start += len(line)
                blanks += not line.strip()
        self._note(kind, blanks)

    def _place(self, kind: str, start: int, line: bytes) -> None:
        """A line that somebody made unreadable has no name: it counts as not there."""
        try:
            value = json.loads(line)
            name = ObjectName(str(value["kind"]), str(value["id"]), int(value.get("part", 0)))
        except (ValueError, KeyError, TypeError):
            return
        row = [_key(name), kind, start, len(line)]
        self._index.execute("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?)", row)

    def _note(self, kind: str, blanks: int) -> None:
        found, before = self._path(kind).stat(), "SELECT blanks FROM seen WHERE file = ?"
        total = blanks + (self._index.execute(before, [kind]).fetchone() or [0])[0]
        row = [kind, found.st_size, found.st_mtime_ns, total]
        self._index.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", row)
        self._touched.add(kind)

    def _path(self, kind: str) -> Path:
        return self._records / f"{kind}.jsonl"


def _key(name: ObjectName) -> str:
    return json.dumps([name.kind, name.id, name.part])
