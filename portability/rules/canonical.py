"""Which bytes stand for a record, and what is its hash?"""

import hashlib
import json
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

UNHASHED = frozenset({"raw", "source", "hash"})
INTEGER_LIMIT = 2**63


class NotCanonical(ValueError):
    """The value cannot be written as canonical JSON; the message says where."""


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_bytes(value: dict[str, Json]) -> bytes:
    """One JSON object as UTF-8: sorted ASCII keys, no spaces, integers only, absent fields left out."""
    _refuse(value, "")
    return plain_bytes(value)


def plain_bytes(value: dict[str, Json]) -> bytes:
    """The same for a value that is known to hold text, whole numbers and truth values only."""
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("lone surrogate in text") from error


def hash_of(value: dict[str, Json]) -> str:
    """sha256 of the bytes without `raw`, `source` and `hash`: the same content from two sources is one."""
    kept = {key: field for key, field in value.items() if key not in UNHASHED}
    return hashlib.sha256(plain_bytes(kept)).hexdigest()


def parse_line(line: bytes) -> dict[str, Json]:
    """Read one canonical line back; refuses anything that is not one JSON object of ours."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"not a JSON line: {error}") from error
    if not isinstance(value, dict):
        raise NotCanonical("not a JSON object")
    return value


def _refuse(value: Json, where: str) -> None:
    if isinstance(value, dict):
        for key, field in value.items():
            if not key.isascii():
                raise NotCanonical(f"{where}: key {key!r} is not ASCII")
            _refuse(field, f"{where}.{key}")
    elif isinstance(value, list):
        for each in value:
            _refuse(each, where)
    elif value is None or isinstance(value, float):
        raise NotCanonical(f"{where}: {value!r} has no canonical form")
    elif isinstance(value, int) and not -INTEGER_LIMIT <= value < INTEGER_LIMIT:
        raise NotCanonical(f"{where}: integer beyond 64 bits")
