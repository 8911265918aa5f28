"""How are only some lines of a plain file read again, row by row, with their numbers?"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from analytics.connectors.files.csv_rows import read_csv
from analytics.connectors.files.json_rows import CutOff, read_json_lines
from analytics.connectors.files.parquet_rows import read_parquet
from analytics.connectors.files.raw_row import RawRow
from analytics.connectors.files.text_lines import open_text
from analytics.rules.field_map import FieldMap

_AT_ONCE = 10_000
_NOT_FIRST = b"{}\n"  # a first line says what kind of file it is; these are not first


def some_csv_rows(
    path: Path, numbers: Sequence[int], field_map: FieldMap, *, delimiter: str, starts: Sequence[int] = ()
) -> Iterator[RawRow]:
    """`numbers` count the lines after the header from one; none of the file's rows takes more than a line.

    `starts` says at which byte each of them begins: without it all lines before them are read, too.
    """
    with path.open("rb") as stream:
        header = stream.readline()
        for lines, found in _batches(stream, numbers, starts):
            text = open_text(_buffered(header + b"".join(found)), encoding="utf-8")
            for row in read_csv(text, field_map, delimiter=delimiter):
                yield replace(row, line=lines[row.line - 2] + 1)


def some_json_rows(path: Path, numbers: Sequence[int], *, starts: Sequence[int] = ()) -> Iterator[RawRow]:
    """As of CSV, but that there is no header."""
    with path.open("rb") as stream:
        for lines, found in _batches(stream, numbers, starts):
            text = open_text(_buffered(_NOT_FIRST + b"".join(found)), encoding="utf-8")
            try:
                for row in read_json_lines(text):
                    if row.line > 1:
                        yield replace(row, line=lines[row.line - 2])
            except CutOff as fault:
                raise CutOff(lines[fault.line - 2]) from fault


def some_parquet_rows(path: Path, numbers: Sequence[int], field_map: FieldMap) -> Iterator[RawRow]:
    """`numbers` count the rows from one."""
    for start in range(0, len(numbers), _AT_ONCE):
        yield from read_parquet(path, field_map, only=numbers[start : start + _AT_ONCE])


def _batches(
    stream: io.BufferedReader, numbers: Sequence[int], starts: Sequence[int]
) -> Iterator[tuple[Sequence[int], list[bytes]]]:
    found = _lines_at(stream, starts) if starts else _lines_among(stream, numbers)
    for start in range(0, len(numbers), _AT_ONCE):
        lines = numbers[start : start + _AT_ONCE]
        yield lines, list(islice(found, len(lines)))


def _lines_at(stream: io.BufferedReader, starts: Sequence[int]) -> Iterator[bytes]:
    for start in starts:
        stream.seek(start)
        yield stream.readline()


def _lines_among(stream: io.BufferedReader, numbers: Sequence[int]) -> Iterator[bytes]:
    at = 0
    for number in numbers:
        yield from islice(stream, number - at - 1, number - at)
        at = number


def _buffered(text: bytes) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(text))
