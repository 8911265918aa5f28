"""Is a file plain enough to be read column by column, and how?

Whatever is not is read row by row: with the same answers, slower. Nothing is refused here.
"""

import csv
import json
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analytics.connectors.files.look_at_bytes import Bytes, look_at_bytes
from analytics.rules.scan_plan import CsvForm, JsonForm

_CHUNK = 1 << 20
_SAMPLE = 64
_MARKS = b'",{['
_KEY = re.compile(r"[A-Za-z0-9_@-][A-Za-z0-9_@.-]{0,127}\Z")
_BARE = re.compile(r"[0-9]{1,17}\Z|[0-9]{1,9}\.[0-9]{1,6}\Z")


@dataclass(frozen=True, slots=True)
class PlainText:
    """`first` are values of the first rows, by header name or key, as texts."""

    form: CsvForm | JsonForm
    names: tuple[str, ...]
    first: tuple[Mapping[str, str], ...]
    lines: int
    newline: str
    is_ascii: bool


def plain_csv(path: Path, *, delimiter: str) -> PlainText | None:
    """UTF-8 with a header on the first line, one row a line."""
    found, head = look_at_bytes(path), _head(path)
    if not found or len(head) < 2 or len(delimiter) != 1 or delimiter in {" ", "\x01"}:
        return None
    try:
        rows = [row for row in csv.reader(head, delimiter=delimiter, strict=True) if row]
    except csv.Error:
        return None
    names = tuple(rows[0]) if rows else ()
    if len(names) < 2 or len(set(names)) != len(names):
        return None
    first = tuple(dict(zip(names, row, strict=True)) for row in rows[1:] if len(row) == len(names))
    form = CsvForm(len(names), delimiter, found.has_quotes)
    return PlainText(form, names, first, found.lines - 1, found.newline, found.is_ascii)


def plain_json_lines(path: Path) -> PlainText | None:
    """Flat objects without escapes, all written with the same blanks."""
    found, head = look_at_bytes(path, count=_MARKS), _head(path)
    if not found or found.has_escapes or not head or _has_mark(path):
        return None
    try:
        rows = [json.loads(line) for line in head]
    except ValueError:
        return None
    if not all(isinstance(row, dict) for row in rows):
        return None
    keys = tuple(dict.fromkeys(key for row in rows for key in row))
    style = _style(head[0], rows[0])
    if not keys or not style or not all(_KEY.match(key) for key in keys):
        return None
    bare = frozenset(key for key in keys if any(isinstance(row.get(key), int | float) for row in rows))
    first = tuple({key: _text(value) for key, value in row.items() if value is not None} for row in rows)
    whole = sum(tuple(row) == keys and None not in row.values() for row in rows)
    is_exact = not bare and _adds_up(found, len(keys))
    form = JsonForm(keys, bare, *style, is_uniform=2 * whole > len(rows), is_exact=is_exact)
    return PlainText(form, keys, first, found.lines, found.newline, found.is_ascii)


def _adds_up(found: Bytes, keys: int) -> bool:
    """Are there the marks of as many objects as lines, each of so many pairs of texts, and no others?

    If then every line is an object with all these keys, it has no more pairs than they are, as each needs a comma; so
    no key twice and no other one. Without more braces and brackets nothing is nested, and a line has four quotes a
    pair at most: it has them all, or another one would have more. So every value is a text, in which without escapes
    nothing is written otherwise than it reads.
    """
    wanted = (4 * keys * found.lines, (keys - 1) * found.lines, found.lines, 0)
    return keys > 1 and found.is_ascii and not found.has_long_lines and found.counted == wanted


def _style(line: str, row: Mapping[str, object]) -> tuple[str, str] | None:
    for comma in (",", ", "):
        for colon in (":", ": "):
            if json.dumps(row, separators=(comma, colon), ensure_ascii=False) == line:
                return comma, colon
    return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _has_mark(path: Path) -> bool:
    """Does it begin with a byte order mark? A line that has one is no JSON."""
    with path.open("rb") as stream:
        return stream.read(len(BOM_UTF8)) == BOM_UTF8


def _head(path: Path) -> list[str]:
    """The first lines, whole ones, without their ends."""
    with path.open("rb") as stream:
        raw = stream.read(_CHUNK)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    lines = text.split("\n", _SAMPLE)[:_SAMPLE]
    whole = lines if len(raw) < _CHUNK or len(lines) == _SAMPLE else lines[:-1]
    return [line.removesuffix("\r") for line in whole if line.strip()]
