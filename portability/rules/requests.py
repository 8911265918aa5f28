"""What exactly is asked for, and when are two requests the same?"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from portability.rules.canonical import Json, canonical_bytes
from portability.rules.filters import Attachments, BadFilter, Filter, PersonSense
from portability.rules.kinds import ContentType

T = TypeVar("T")
KNOWN = frozenset({"formats", "filter"})


class Format(StrEnum):
    """What a view may be written as."""

    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A filter and the formats wanted, in the order of `Format`."""

    filter: Filter
    formats: tuple[Format, ...] = (Format.JSONL,)

    def __post_init__(self) -> None:
        if not self.formats:
            raise BadFilter("format: name at least one of " + ", ".join(Format))

    @property
    def sha256(self) -> str:
        """The same for the same request, however it was written."""
        return hashlib.sha256(canonical_bytes(as_json(self))).hexdigest()


def as_json(request: ExportRequest) -> dict[str, Json]:
    """The request as it lies in the package; open ends are written by being absent from `filter`."""
    kept: dict[str, Json] = {}
    for field in fields(Filter):
        value = getattr(request.filter, field.name)
        if value is not None:
            kept[field.name] = _plain(value)
    return {"filter": kept, "formats": [each.value for each in Format if each in request.formats]}


def from_json(value: dict[str, Json]) -> ExportRequest:
    """Read a stored or posted request. Raises BadFilter naming the field that is wrong."""
    found, formats = value.get("filter", {}), value.get("formats", [Format.JSONL.value])
    if not isinstance(found, dict) or not isinstance(formats, list):
        raise BadFilter("a request holds `filter` (an object) and `formats` (a list)")
    known = {field.name for field in fields(Filter)}
    if unknown := sorted((set(found) - known) | (set(value) - KNOWN)):
        raise BadFilter(f"unknown field: {', '.join(unknown)}")
    return ExportRequest(
        Filter(
            zone=str(found.get("zone", "UTC")),
            from_ms=_whole(found, "from_ms"),
            to_ms=_whole(found, "to_ms"),
            persons=_texts(found, "persons"),
            sense=_choice(PersonSense, found.get("sense", PersonSense.SENT)),
            places=_texts(found, "places"),
            types=_choices(ContentType, _texts(found, "types")),
            keywords=_texts(found, "keywords"),
            attachments=_choice(Attachments, found.get("attachments", Attachments.WITH)),
        ),
        tuple(_choice(Format, each) for each in formats),
    )


def instant_ms(text: str, zone: str, name: str) -> int:
    """`2016-01-05` (its first moment in the zone) or an ISO instant with offset, as ms UTC."""
    try:
        if len(text) == len("2016-01-05"):
            moment = datetime.combine(date.fromisoformat(text), time(), ZoneInfo(zone))
        else:
            moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise BadFilter(f"{name}: {text!r} has no offset; write a day or an instant like 2016-01-05T08:00+01:00")
        return int(moment.timestamp() * 1000)
    except (KeyError, ValueError, OSError, OverflowError) as error:
        raise BadFilter(f"{name}: {text!r} is neither a day nor an instant in zone {zone}") from error


def _plain(value: object) -> Json:
    if isinstance(value, tuple):
        return [*sorted({str(each) for each in value})]
    return value if isinstance(value, int) else str(value)


def _whole(found: dict[str, Json], name: str) -> int | None:
    value = found.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise BadFilter(f"{name}: milliseconds as an integer, not {value!r}")


def _texts(found: dict[str, Json], name: str) -> tuple[str, ...] | None:
    value = found.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadFilter(f"{name}: a list of texts, not {value!r}")
    return tuple(str(each) for each in value)


def _choice(table: Callable[[str], T], value: Json) -> T:
    try:
        return table(str(value))
    except ValueError as error:
        raise BadFilter(str(error)) from error


def _choices(table: Callable[[str], T], values: tuple[str, ...] | None) -> tuple[T, ...] | None:
    return None if values is None else tuple(_choice(table, value) for value in values)
