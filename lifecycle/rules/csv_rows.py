"""Which rows does a CSV file hold, and what is wrong with each row that cannot be read?"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from lifecycle.rules.csv_text import UnreadableFile, decode

MAX_LINE = 65_536
MAX_COLUMNS = 500
RAW_LIMIT = 4_096
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row was left out; `line` is where it begins, `field` '' when the whole row is meant.

    `wording` with `facts` in its places is the reason; kept apart, so that a page can say it in another language.
    """

    line: int
    field: str
    wording: str
    raw: str = ""
    facts: Mapping[str, object] | None = None

    @property
    def reason(self) -> str:
        return self.wording % self.facts if self.facts else self.wording


@dataclass(frozen=True, slots=True)
class Row:
    """One record as text, by column name."""

    line: int
    values: Mapping[str, str]
    raw: str


@dataclass(frozen=True, slots=True)
class Table:
    """What could be read, and what could not."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read_table(data: bytes, *, required: Collection[str], delimiter: str = ",", encoding: str = "") -> Table:
    """Read a CSV with a header. Raises UnreadableFile for what is no such file; bad rows become faults.

    UTF-8 with or without a byte order mark, UTF-16 with one, or the declared encoding; any line ends.
    """
    records = _Records(decode(data, encoding), delimiter)
    columns = _header(records, required, delimiter)
    rows: list[Row] = []
    for line, cells, raw in records:
        if not any(cell.strip() for cell in cells):
            continue
        fault = _misfit(line, cells, raw, columns)
        if fault:
            records.faults.append(fault)
        else:
            rows.append(Row(line, dict(zip(columns, (cell.strip() for cell in cells), strict=True)), raw))
    return Table(columns, tuple(rows), tuple(sorted(records.faults, key=lambda fault: fault.line)))


def _header(records: "_Records", required: Collection[str], delimiter: str) -> tuple[str, ...]:
    line, cells, _ = next(iter(records), (1, [], ""))
    columns = tuple(cell.strip() for cell in cells)
    if len(columns) > MAX_COLUMNS:
        raise UnreadableFile(f"line {line}: {len(columns)} columns, at most {MAX_COLUMNS} are read")
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        places = ", ".join(str(n) for n, name in enumerate(columns, 1) if name == twice[0])
        raise UnreadableFile(f"line {line}: the column {twice[0]!r} stands there more than once (columns {places})")
    missing = [name for name in required if name not in columns]
    if missing:
        other = next((mark for mark in ";\t|" if mark != delimiter and mark in "".join(cells)), "")
        hint = f"; the separator looks like {other!r}, declare it with --delimiter" if other else ""
        raise UnreadableFile(f"line {line}: the header lacks {', '.join(missing)}{hint}")
    return columns


def _misfit(line: int, cells: list[str], raw: str, columns: tuple[str, ...]) -> Fault | None:
    if len(cells) != len(columns):
        facts = {"found": len(cells), "expected": len(columns)}
        return Fault(line, "", "%(found)s fields where the header has %(expected)s", raw, facts)
    for name, cell in zip(columns, cells, strict=True):
        if _UNDECODED.search(cell):
            return Fault(line, name, "not UTF-8; this row was written in another encoding", _printable(raw))
        if "\x00" in cell or "\ufffd" in cell:
            return Fault(line, name, "holds a NUL or a replacement character; it was damaged before", raw)
    return None


def _printable(raw: str) -> str:
    return _UNDECODED.sub("\ufffd", raw)


class _Records:
    """Records with the line on which each begins; faults of single lines are collected aside."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.faults: list[Fault] = []
        self._lines = [found.group() for found in _LINES.finditer(text)]
        self._next = 0
        self._reader = csv.reader(self._feed(), delimiter=delimiter, strict=True)

    def _feed(self) -> Iterator[str]:
        while self._next < len(self._lines):
            self._next += 1
            yield self._lines[self._next - 1]

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        while self._next < len(self._lines):
            first = self._next
            if len(self._lines[first]) > MAX_LINE:
                self._next += 1
                self._leave_out(first, "longer than %(limit)s characters", limit=f"{MAX_LINE:,}")
                continue
            try:
                cells = next(self._reader)
            except csv.Error as error:
                self._broken(first, error)
                continue
            yield first + 1, cells, "".join(self._lines[first : self._next])[:RAW_LIMIT]

    def _broken(self, first: int, error: csv.Error) -> None:
        """A quote that runs over several lines may have swallowed good rows: only a fault within one line is local."""
        at_end = self._next >= len(self._lines) and "unexpected end" in str(error)
        if at_end or self._next - first > 1:
            message = f"line {first + 1}: a quotation mark opens there and is never properly closed; close it"
            raise UnreadableFile(f"{message} (read up to line {self._next})") from error
        self._leave_out(first, "cannot be read as CSV: %(error)s", error=error)

    def _leave_out(self, index: int, wording: str, **facts: object) -> None:
        self.faults.append(Fault(index + 1, "", wording, _printable(self._lines[index][:RAW_LIMIT]), facts))
