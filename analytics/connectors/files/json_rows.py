"""Which objects does a file of JSON lines hold, and which of its lines are none?"""

import json
from collections.abc import Iterator, Sequence

from analytics.connectors.files.raw_row import FileFault, RawRow
from analytics.connectors.files.text_lines import LineTooLong, TextLines
from analytics.rules.reasons import WHOLE_ROW, Fault, Reason


class CutOff(FileFault):
    """Its last line, which is `line`, ends within an object."""

    def __init__(self, line: int) -> None:
        super().__init__(f"its last line, {line}, is cut off: the file is incomplete")
        self.line = line


class _Refused(ValueError):
    """Legal for the parser, not for us: a duplicate key, NaN."""


def read_json_lines(lines: TextLines) -> Iterator[RawRow]:
    """One object per line. Raises FileFault when the last line is cut off, or when it is one big array."""
    while True:
        lines.begin()
        try:
            line = next(lines, "")
        except LineTooLong:
            yield RawRow(lines.started, lines.raw, {}, Fault(WHOLE_ROW, Reason.LINE_TOO_LONG))
            continue
        if not line:
            return
        if line.strip():
            yield _row(lines, line)


def _row(lines: TextLines, line: str) -> RawRow:
    try:
        value = _DECODER.decode(line)
    except (ValueError, RecursionError) as problem:
        if lines.number == 1 and line.lstrip().startswith("["):
            raise FileFault("it is one JSON array: write one object per line") from problem
        if not line.endswith(("\n", "\r")) and not isinstance(problem, _Refused):
            raise CutOff(lines.number) from problem
        return RawRow(lines.started, lines.raw, {}, Fault(WHOLE_ROW, Reason.NOT_JSON))
    if not isinstance(value, dict):
        return RawRow(lines.started, lines.raw, {}, Fault(WHOLE_ROW, Reason.NOT_AN_OBJECT))
    return RawRow(lines.started, lines.raw, value)


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused("a key twice")
    return found


def _no_constant(name: str) -> object:
    raise _Refused(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
