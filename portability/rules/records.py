"""What is a record: the envelope that filters, receipts and archives see, and its line of JSON?"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from portability.rules import im
from portability.rules.canonical import INTEGER_LIMIT, Json, NotCanonical, hash_of, parse_line, plain_bytes
from portability.rules.kinds import RANK, ContentType, Kind, Precision

BODIES: dict[Kind, type[im.Body]] = {
    Kind.ORG_UNIT: im.OrgUnit,
    Kind.USER: im.Person,
    Kind.CONTAINER: im.Container,
    Kind.MEMBERSHIP: im.Membership,
    Kind.MESSAGE: im.Message,
    Kind.ATTACHMENT: im.Attachment,
    Kind.EVENT: im.Happening,
}
T = TypeVar("T")
Order = tuple[int, str, int, int, str]
CONTROL = re.compile(r"[\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record was read: connector, natural key there, file and position in it."""

    connector: str
    key: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Record:
    """One canonical record. Times are ms UTC; `text` is untouched; `raw` is the source's own text."""

    kind: Kind
    id: str
    account: str
    body: im.Body
    container: str | None = None
    persons: tuple[str, ...] = ()
    at: int | None = None
    at_source: str | None = None
    at_zone: str | None = None
    at_precision: Precision | None = None
    content_type: ContentType | None = None
    text: str | None = None
    text_lossy: str | None = None
    format: str | None = None
    blobs: tuple[str, ...] = ()
    source: Source | None = None
    raw: str | None = None

    @property
    def order(self) -> Order:
        """Kind, container, instant, position in the source, id; the position breaks ties of coarse clocks."""
        at = -1 if self.at is None else self.at
        return (RANK[self.kind], self.container or "", at, self.source.line if self.source else 0, self.id)


@dataclass(frozen=True, slots=True)
class Line:
    """A record with its canonical bytes (without the newline) and hash."""

    record: Record
    bytes: bytes
    hash: str


def to_line(record: Record) -> Line:
    """Write a record canonically. Raises NotCanonical for what JSON cannot hold faithfully."""
    if CONTROL.search(record.id) or CONTROL.search(record.container or ""):
        raise NotCanonical(f"control character in an id: {record.id!r}")
    value = _encode(record)
    value |= _pop_body(value)
    digest = hash_of(value)
    value["hash"] = digest
    return Line(record, plain_bytes(value), digest)


def from_line(line: bytes) -> Line:
    """Read a canonical line and check its hash. Raises NotCanonical when either is wrong."""
    value, digest = _checked(line)
    try:
        kind = Kind(str(value.get("kind")))
        body = _decode(BODIES[kind], value)
        record = _decode(Record, value, kind=kind, body=body)
    except (KeyError, TypeError, ValueError) as error:
        raise NotCanonical(f"record {value.get('id')!r}: {error}") from error
    return Line(record, line.rstrip(b"\n"), digest)


def named_line(line: bytes) -> tuple[Kind, str, str]:
    """Kind, id and hash of a line whose content fits its hash, without building the record. Raises NotCanonical."""
    value, digest = _checked(line)
    try:
        return Kind(str(value.get("kind"))), str(value["id"]), digest
    except (KeyError, ValueError) as error:
        raise NotCanonical(f"record {value.get('id')!r}: {error}") from error


def _checked(line: bytes) -> tuple[dict[str, Json], str]:
    value = parse_line(line)
    digest = hash_of(value)
    if value.get("hash") != digest:
        raise NotCanonical(f"record {value.get('id')!r}: the hash does not fit the content")
    return value, digest


def stored_line(line: bytes) -> tuple[Order, str]:
    """Order and hash of a line that we wrote ourselves, without building the record."""
    value = parse_line(line)
    origin, at = value.get("source"), value.get("at")
    position = origin.get("line") if isinstance(origin, dict) else 0
    return (
        RANK[Kind(str(value["kind"]))],
        str(value.get("container", "")),
        at if isinstance(at, int) else -1,
        position if isinstance(position, int) else 0,
        str(value["id"]),
    ), str(value["hash"])


def _pop_body(value: dict[str, Json]) -> dict[str, Json]:
    body = value.pop("body")
    if not isinstance(body, dict):
        raise NotCanonical("a record needs a body")
    return body


def _encode(value: object) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for name in _names(type(value)):  # type: ignore[arg-type]  # a class is hashable, whatever its instances say
        content = getattr(value, name)
        if content is not None and content != ():
            result[name] = content if type(content) is str else _plain(content)
    return result


def _plain(content: object) -> Json:
    if isinstance(content, str):
        return str(content)
    if isinstance(content, int):
        if not -INTEGER_LIMIT <= content < INTEGER_LIMIT:
            raise NotCanonical(f"integer beyond 64 bits: {content}")
        return content
    if isinstance(content, tuple):
        return [_plain(each) for each in content]
    return _encode(content)


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


def _decode(cls: type[T], value: dict[str, Json], **given: object) -> T:
    readers = _readers(cls)  # type: ignore[arg-type]  # a class is hashable, whatever its instances say
    found = {name: read(value[name]) for name, read in readers.items() if name in value}
    return cls(**(found | given))


@cache
def _readers(cls: Any) -> dict[str, Callable[[Json], object]]:
    return {name: _reader(hint) for name, hint in get_type_hints(cls).items()}


def _reader(hint: Any) -> Callable[[Json], object]:
    """How a field of this type is read; what does not fit raises TypeError or ValueError."""
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not NoneType)
    if get_origin(hint) is tuple:
        return partial(_read_many, _reader(get_args(hint)[0]))
    if hint in {int, bool, str}:
        return partial(_read_plain, hint)
    return partial(_decode_object, hint) if is_dataclass(hint) else hint  # type: ignore[arg-type]  # a class, never an instance


def _read_many(read: Callable[[Json], object], content: Json) -> tuple[object, ...]:
    if not isinstance(content, list):
        raise TypeError(f"expected a list, found {content!r}")
    return tuple(read(each) for each in content)


def _read_plain(kind: type, content: Json) -> object:
    if type(content) is not kind:
        raise TypeError(f"expected {kind.__name__}, found {content!r}")
    return content


def _decode_object(cls: type[object], content: Json) -> object:
    if not isinstance(content, dict):
        raise TypeError(f"expected an object, found {content!r}")
    return _decode(cls, content)
