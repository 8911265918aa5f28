"""How does a table leave as a file?"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from lifecycle.rules.csv_guard import guard

Row = TypeVar("Row")
MARK = "\ufeff"  # spreadsheets read UTF-8 right only after it
_TYPE = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Table:
    """`name` of the file without its ending: whose figures, which ones, of what day.

    Rows that are an iterator leave one by one, so that a list may be longer than memory; others leave at once.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


def table_file(asked: str, tables: Mapping[str, Callable[[], Table]]) -> HttpResponseBase | None:
    """The table that `?format=` asks for, by its name there; None for anything else."""
    if asked not in tables:
        return None
    table = tables[asked]()
    if isinstance(table.rows, Iterator):
        return streamed(f"{table.name}.csv", _lines(table.columns, table.rows))
    return csv_response(f"{table.name}.csv", table.columns, table.rows)


def streamed(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(lines, content_type=_TYPE, headers=_as_file(name))


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Unknown is an empty cell, instants are ISO 8601 in UTC."""
    return HttpResponse("".join(_lines(head, rows)), content_type=_TYPE, headers=_as_file(name))


def fields_of(columns: Sequence[str], rows: Iterable[object]) -> list[list[object]]:
    return [[getattr(row, column) for column in columns] for row in rows]


def by_parts(read: Callable[[Row | None], Sequence[Row]]) -> Iterator[Sequence[Row]]:
    """Part after part; `read` gets the last row of the part before, None at the start."""
    last = None
    while part := read(last):
        yield part
        last = part[-1]


def _lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(head)
    yield MARK + written.getvalue()
    for row in rows:
        written.seek(0)
        written.truncate()
        writer.writerow([_cell(value) for value in row])
        yield written.getvalue()


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, int | float | Decimal) else guard(str(value))  # -5 is no formula
