"""Where is every bad row kept, so that it can be counted and looked at?"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import TextIO

from analytics.connectors.files.raw_row import RawRow
from analytics.rules.reasons import Fault

_ADDRESS = re.compile(r"[^\s,;\"'<>:|]+@[^\s,;\"'<>:|]+")


class Rejects:
    """Written row by row beside the import, published with it."""

    def __init__(self, path: Path, *, file: str) -> None:
        self.path = path
        self._target: TextIO | None = None
        self._file = file
        self.reasons: Counter[Fault] = Counter()

    @property
    def count(self) -> int:
        return self.reasons.total()

    def add(self, row: RawRow, fault: Fault, *, masked: bool) -> None:
        """`masked` hides addresses in the raw row."""
        self.reasons[fault] += 1
        raw = _ADDRESS.sub("…@…", row.shown) if masked else row.shown
        entry = {
            "file": self._file,
            "line": row.line,
            "field": fault.field,
            "reason": fault.reason.sentence,
            "raw": raw,
        }
        self._target = self._target or self.path.open("w", encoding="utf-8")
        self._target.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def close(self) -> None:
        if self._target:
            self._target.close()


def read_rejects(path: Path, *, limit: int) -> list[dict[str, object]]:
    """The first rejected rows of an import, as they were written."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for _, line in zip(range(limit), lines, strict=False)]
