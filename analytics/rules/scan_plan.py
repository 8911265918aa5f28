"""How can a file be read column by column, where its form is plain enough for that?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from analytics.rules.moments import Unit


class TimeForm(StrEnum):
    """How a file writes its times. Rows that write theirs otherwise are judged one by one."""

    ISO = "iso"  # ends with Z
    ISO_OFFSET = "iso_offset"
    ISO_UTC = "iso_utc"  # without offset, and UTC was declared
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    MICROSECONDS = "microseconds"
    TYPED = "typed"  # a column of instants, or of times where UTC was declared


EPOCH_FORMS = {Unit.S: TimeForm.SECONDS, Unit.MS: TimeForm.MILLISECONDS, Unit.US: TimeForm.MICROSECONDS}


@dataclass(frozen=True, slots=True)
class CsvForm:
    """`width` cells a line. Where nothing is quoted, a line is its cells and the delimiters between them."""

    width: int
    delimiter: str
    has_quotes: bool


@dataclass(frozen=True, slots=True)
class JsonForm:
    """Flat objects of these keys (any of them, in any order), written with these separators and no escapes.

    The values of `bare` keys stand without quotes. `is_uniform`: most have all keys, in this order. `is_exact`: a line
    that has all keys has nothing else, and texts only, if that is so of every line.
    """

    keys: tuple[str, ...]
    bare: frozenset[str]
    comma: str
    colon: str
    is_uniform: bool = False
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class ParquetForm:
    """Columns by name with DuckDB's name of their type."""

    types: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: the cell of that number, key or column name."""

    at: int | str


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same value for all rows, already judged; None for nothing."""

    value: str | Decimal | None


@dataclass(frozen=True, slots=True)
class ScanPlan:
    """`lines` counts what a row may stand on: lines without the header, rows in Parquet. `newline` ends a line.

    `is_ascii`: no byte of the file is a control but for line ends, or beyond ASCII. `unit` is what a bare epoch number
    shows when none was declared.
    """

    path: str
    form: CsvForm | JsonForm | ParquetForm
    lines: int
    newline: str
    is_ascii: bool
    fields: Mapping[str, Place | Fixed]
    time: TimeForm
    unit: Unit | None
    earliest: datetime
    latest: datetime
    source: str
