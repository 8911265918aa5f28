"""Which rows does a CSV file hold, and which of its lines are none?"""

import csv
from collections.abc import Iterator, Sequence

from analytics.connectors.files.raw_row import MAX_LINE, FileFault, RawRow
from analytics.connectors.files.text_lines import LineTooLong, TextLines
from analytics.rules.activity import REQUIRED
from analytics.rules.field_map import FieldMap
from analytics.rules.reasons import WHOLE_ROW, Fault, Reason

MOST_COLUMNS = 1_000
DELIMITERS = (",", ";", "\t", "|")
csv.field_size_limit(MAX_LINE)  # the lines are bounded before the parser sees them


def read_csv(lines: TextLines, field_map: FieldMap, *, delimiter: str) -> Iterator[RawRow]:
    """Rows by header name. Raises FileFault for a header that cannot serve and for a quote that never closes."""
    header = _header(lines, field_map, delimiter)
    if header is None:
        return
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while (cells := _next(reader, lines, len(header))) is not None:
        if isinstance(cells, Reason):
            yield RawRow(lines.started, lines.raw, {}, Fault(WHOLE_ROW, cells))
        elif cells:
            yield RawRow(lines.started, lines.raw, dict(zip(header, cells, strict=True)))


def _next(reader: Iterator[list[str]], lines: TextLines, width: int) -> list[str] | Reason | None:
    """The next row's cells (none for a blank line), what is wrong with it, or None at the end."""
    lines.begin()
    try:
        cells = next(reader)
    except StopIteration:
        return None
    except LineTooLong:
        return Reason.LINE_TOO_LONG
    except csv.Error as problem:
        if "unexpected end of data" in str(problem):
            raise FileFault(f"a quote that opens on line {lines.started} is never closed") from problem
        return Reason.BAD_QUOTES
    return Reason.RAGGED if cells and len(cells) != width else cells


def _header(lines: TextLines, field_map: FieldMap, delimiter: str) -> list[str] | None:
    cells: list[str] = []
    try:
        while not cells:
            lines.begin()
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True), [])
            if not cells and not lines.raw:
                return None
    except (csv.Error, LineTooLong) as problem:
        raise FileFault("its first line is not a CSV header") from problem
    _check(cells, field_map, delimiter)
    return cells


def _check(header: Sequence[str], field_map: FieldMap, delimiter: str) -> None:
    if len(header) > MOST_COLUMNS:
        raise FileFault(f"its header has {len(header)} columns; more than {MOST_COLUMNS} are not read")
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise FileFault(f"its header names a column twice: {', '.join(twice)[:200]}")
    missing = [
        field if field == column else f"{field} (from column {column})"
        for field, column in field_map.needed_columns(REQUIRED)
        if column not in header
    ]
    if missing:
        shown = ", ".join(repr(name)[1:-1] for name in header)[:200]
        raise FileFault(f"its header lacks {', '.join(missing)}; it has: {shown}{_hint(header, delimiter)}")


def _hint(header: Sequence[str], delimiter: str) -> str:
    other = next((each for each in DELIMITERS if each != delimiter and any(each in name for name in header)), None)
    return f". Is it separated by {other!r}? Then say --delimiter" if other else ""
