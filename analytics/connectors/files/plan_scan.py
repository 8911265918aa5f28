"""How is a plain file's every field found, if it can be read column by column?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from analytics.connectors.files.parquet_rows import Ask, columns_of
from analytics.connectors.files.plain_form import PlainText, plain_csv, plain_json_lines
from analytics.connectors.files.reading import Declared, FileFormat
from analytics.rules.activity import FIELDS, LIMITS, REQUIRED, read_quantity, read_text
from analytics.rules.field_map import Column, Constant, FieldMap
from analytics.rules.moments import Unit
from analytics.rules.scan_plan import EPOCH_FORMS, CsvForm, Fixed, JsonForm, ParquetForm, Place, ScanPlan, TimeForm

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?\Z")
_DIGITS = re.compile(r"[0-9]{9,17}\Z")
_TYPED_TIMES = {"TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"}
_AMOUNTS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "VARCHAR"}


@dataclass(frozen=True, slots=True)
class Span:
    """Rows outside of it are judged by themselves."""

    earliest: datetime
    latest: datetime


def plan_scan(
    path: Path, kind: FileFormat, declared: Declared, ask: Ask, *, delimiter: str, source: str, utc: bool, span: Span
) -> ScanPlan | None:
    """None for what must be read row by row. `utc`: times without offset were declared to be UTC."""
    if kind is FileFormat.PARQUET:
        found = columns_of(path, ask)
        return found and _of_parquet(path, *found, declared.field_map, source=source, utc=utc, span=span)
    if (declared.encoding or "utf-8").lower().replace("_", "-") not in {"utf-8", "utf8"}:
        return None
    text = plain_csv(path, delimiter=delimiter) if kind is FileFormat.CSV else plain_json_lines(path)
    fields = text and _fields(declared.field_map, text.names, numbered=kind is FileFormat.CSV)
    if not text or not fields:
        return None
    time = _time_form(text, fields, declared.field_map.unit, utc=utc)
    if not time:
        return None
    return ScanPlan(
        path=str(path),
        form=_texts_in_quotes(text.form, fields),
        lines=text.lines,
        newline=text.newline,
        is_ascii=text.is_ascii,
        fields=fields,
        time=time,
        unit=None if declared.field_map.unit else _SHOWN.get(time),
        earliest=span.earliest,
        latest=span.latest,
        source=source,
    )


def _texts_in_quotes(form: CsvForm | JsonForm, fields: Mapping[str, Place | Fixed]) -> CsvForm | JsonForm:
    """Where a text stands bare in a first row, that row is a bad one."""
    if isinstance(form, CsvForm):
        return form
    texts = {place.at for name, place in fields.items() if name in LIMITS and isinstance(place, Place)}
    return replace(form, bare=frozenset(form.bare - texts))


_SHOWN = {TimeForm.SECONDS: Unit.S, TimeForm.MILLISECONDS: Unit.MS}


def _of_parquet(
    path: Path, types: dict[str, str], rows: int, field_map: FieldMap, *, source: str, utc: bool, span: Span
) -> ScanPlan | None:
    fields = _fields(field_map, tuple(types), numbered=False)
    if not fields:
        return None
    kinds = {name: types[str(place.at)] for name, place in fields.items() if isinstance(place, Place)}
    if any(kinds.get(name, "VARCHAR") != "VARCHAR" for name in LIMITS):
        return None
    amount = kinds.get("quantity", "BIGINT")
    at = kinds["occurred_at"]
    is_time = at == "TIMESTAMP WITH TIME ZONE" or (at in _TYPED_TIMES and utc)
    if not is_time or not (amount in _AMOUNTS or amount.startswith("DECIMAL")):
        return None
    return ScanPlan(
        path=str(path),
        form=ParquetForm(types),
        lines=rows,
        newline="\n",
        is_ascii=False,
        fields=fields,
        time=TimeForm.TYPED,
        unit=None,
        earliest=span.earliest,
        latest=span.latest,
        source=source,
    )


def _fields(field_map: FieldMap, names: Sequence[str], *, numbered: bool) -> dict[str, Place | Fixed] | None:
    found: dict[str, Place | Fixed] = {}
    for name in FIELDS:
        entry = field_map.entries.get(name) or Column(name)
        if isinstance(entry, Constant):
            fixed = _fixed(name, entry.value)
            if fixed is None:
                return None
            found[name] = fixed
        elif entry.as_text or (entry.name not in names and (name in REQUIRED or "." in entry.name)):
            return None
        elif entry.name in names:
            found[name] = Place(names.index(entry.name) if numbered else entry.name)
        else:
            found[name] = Fixed(None)
    return found


def _fixed(name: str, value: str | int | float) -> Fixed | None:
    """A constant that is good for every row."""
    if name == "quantity":
        amount = read_quantity(value)
        return Fixed(amount) if isinstance(amount, Decimal) else None
    text = read_text(value, limit=LIMITS.get(name, 0))
    if not isinstance(text, str) or text.isascii() is False or (name == "module" and not _MODULE.match(text)):
        return None
    return Fixed(str(text))


_MODULE = re.compile(r"[a-z0-9._-]{1,64}\Z")


def _time_form(
    text: PlainText, fields: Mapping[str, Place | Fixed], unit: Unit | None, *, utc: bool
) -> TimeForm | None:
    """As the first rows have it."""
    place = fields["occurred_at"]
    if not isinstance(place, Place):
        return None
    name = text.names[place.at] if isinstance(place.at, int) else place.at
    for row in text.first:
        if form := _form_of(row.get(name, ""), unit, utc=utc):
            return form
    return None


def _form_of(value: str, unit: Unit | None, *, utc: bool) -> TimeForm | None:
    if _DIGITS.match(value):
        if unit:
            return EPOCH_FORMS[unit]
        return {9: TimeForm.SECONDS, 10: TimeForm.SECONDS, 12: TimeForm.MILLISECONDS, 13: TimeForm.MILLISECONDS}.get(
            len(value)
        )
    iso = None if unit else _ISO.match(value)
    if not iso:
        return None
    if iso[2]:
        return TimeForm.ISO if iso[2] == "Z" else TimeForm.ISO_OFFSET
    return TimeForm.ISO_UTC if utc else None
