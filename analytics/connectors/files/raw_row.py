"""What does a reader hand on: a row as the feed wrote it, a fault, or a reason why the whole file is refused?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from analytics.rules.reasons import Fault

MAX_LINE = 1_048_576
KEPT_RAW = 4096


class FileFault(Exception):
    """The file as such cannot be taken: the sentence says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """`line` is the first line of the row, in Parquet its ordinal; `raw` its text, empty where the file holds none."""

    line: int
    raw: str
    values: Mapping[str, object]
    fault: Fault | None = None

    @property
    def shown(self) -> str:
        """At most 4 kB of the raw row, printable in any encoding."""
        raw = self.raw or json.dumps(dict(self.values), default=str, ensure_ascii=False)
        cut = raw[:KEPT_RAW].encode("utf-8", "backslashreplace")[:KEPT_RAW]
        return cut.decode("utf-8", "ignore")
