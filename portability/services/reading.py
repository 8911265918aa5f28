"""What does a connector find, sorted into records, uses and problems, before anything is kept?"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from portability.connectors.found import Blob, Connector, Found, Quarantined, Unmapped, Use
from portability.connectors.source import Source
from portability.rules.canonical import NotCanonical
from portability.rules.records import Record, to_line
from portability.storage.spool import Met, Spool

BAD_LIMIT = 0.01
SHOWN = 20


@dataclass(slots=True)
class Reading:
    """Figures of one reading, and the first problems in words; all of them lie in the file `problems`."""

    read: int = 0
    mapped: int = 0
    duplicate: int = 0
    conflict: int = 0
    quarantined: int = 0
    uses: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    blobs: dict[str, Path] = field(default_factory=dict)

    @property
    def is_too_bad(self) -> bool:
        """Over one bad row in a hundred: the input is something else than it claims to be."""
        return self.quarantined > BAD_LIMIT * self.read

    def counts(self) -> dict[str, object]:
        return {
            "read": self.read,
            "mapped": self.mapped,
            "duplicate": self.duplicate,
            "conflict": self.conflict,
            "quarantined": self.quarantined,
            "uses": self.uses,
            "unmapped": dict(self.unmapped),
        }


class Reader:
    """Feeds what a connector finds into the spool. Memory does not grow with the number of records."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self.reading = Reading()
        self.problems = spool.folder / "problems.jsonl"

    def read(self, connector: Connector, source: Source, *, account: str, zone: str) -> Reading:
        """Raises StructuralFault or RefusedInput; then nothing was kept."""
        with self.problems.open("w", encoding="utf-8", errors="backslashreplace") as problems:
            for found in connector.read(source, account=account, zone=zone):
                for problem in self._take(found):
                    problems.write(json.dumps(problem, ensure_ascii=False) + "\n")
        return self.reading

    def _take(self, found: Found) -> Iterator[dict[str, object]]:
        if isinstance(found, Record):
            yield from self._take_record(found)
        elif isinstance(found, Quarantined):
            self.reading.read += 1
            yield self._quarantine(found)
        elif isinstance(found, Use):
            self.reading.uses += self._spool.add_use(found.at, found.user, found.module, found.action, found.key)
        elif isinstance(found, Unmapped):
            self.reading.unmapped[found.field] += 1
            yield {"problem": "unmapped", **asdict(found)}
        else:
            self._take_blob(found)

    def _take_record(self, record: Record) -> Iterator[dict[str, object]]:
        self.reading.read += 1
        file, number = (record.source.file, record.source.line) if record.source else ("", 0)
        try:
            line = to_line(record)
        except NotCanonical as error:
            yield self._quarantine(Quarantined(file, number, record.kind, str(error)))
            return
        met = self._spool.add(record.order, line.hash, line.bytes)
        if met is Met.NEW:
            self.reading.mapped += 1
        elif met is Met.DUPLICATE:
            self.reading.duplicate += 1
        else:
            self.reading.conflict += 1
            reason = f"{record.kind} {record.id} is there already with other content; the earlier one stays"
            self._show(file, number, reason)
            yield {"problem": "conflict", "file": file, "line": number, "reason": reason}

    def _quarantine(self, row: Quarantined) -> dict[str, object]:
        self.reading.quarantined += 1
        self._show(row.file, row.line, f"{row.column}: {row.reason}")
        return {"problem": "quarantined", **asdict(row)}

    def _show(self, file: str, line: int, reason: str) -> None:
        if len(self.reading.shown) < SHOWN:
            self.reading.shown.append(f"{file}, line {line}: {reason}")

    def _take_blob(self, blob: Blob) -> None:
        path = self._spool.folder / f"blob-{blob.sha256}"
        path.write_bytes(blob.content)
        self.reading.blobs[blob.sha256] = path
