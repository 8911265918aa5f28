"""Which bytes is a text file made of, as far as that decides how it can be read? Looked at with the speed of memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from numpy import bool_, uint8
    from numpy.typing import NDArray

_SUMMED = 248  # words of eight bytes; a byte counts to 255
_LOOKED_AT = 8 * _SUMMED * 128  # what the nearest memory of a core holds


@dataclass(frozen=True, slots=True)
class Bytes:
    """`is_ascii`: and no control but for the ends of lines. `counted`: how often each of the asked bytes is there.

    `has_long_lines`: one reaches over all that is looked at in one go, as each does that is beyond the limit.
    """

    lines: int
    newline: str
    is_ascii: bool
    has_quotes: bool
    has_escapes: bool
    has_long_lines: bool = False
    counted: tuple[int, ...] = ()


def look_at_bytes(path: Path, *, count: bytes = b"") -> Bytes | None:
    """None for what a column reader could take otherwise than we do."""
    lines = returns = 0
    is_ascii, has_quotes, has_escapes, last = True, False, False, 0
    has_long_lines = False
    counted = [0] * len(count)
    for chunk in _chunks(path):
        held = _numbers(chunk)
        ends, back = _count(held == ord("\n")), chunk.count(b"\r") if b"\r" in chunk else 0
        if _count(held < 32) != ends + back:  # controls other than line ends
            if b"\0" in chunk or b"\x01" in chunk:
                return None
            is_ascii = False
        is_ascii = is_ascii and chunk.isascii() and b"\x7f" not in chunk
        has_long_lines = has_long_lines or not ends
        has_quotes = has_quotes or b'"' in chunk
        has_escapes = has_escapes or b"\\" in chunk
        counted = [
            so_far + (_count(held == byte) if byte in chunk else 0) for so_far, byte in zip(counted, count, strict=True)
        ]
        lines, returns, last = lines + ends, returns + back, chunk[-1]
    if returns not in {0, lines} or not last:
        return None
    newline = "\r\n" if returns else "\n"
    found = lines + int(last != ord("\n"))
    return Bytes(found, newline, is_ascii, has_quotes, has_escapes, has_long_lines, tuple(counted))


def _chunks(path: Path) -> Iterator[bytearray]:
    """Each is good until the next one: they share their memory, as new memory costs as much as the look at it."""
    chunk = bytearray(_LOOKED_AT)
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(chunk):
            yield chunk if size == _LOOKED_AT else chunk[:size]


def _numbers(chunk: bytearray) -> "NDArray[uint8]":
    return _array()(shape=(len(chunk),), dtype="uint8", buffer=chunk)


@cache
def _array() -> "type[NDArray[uint8]]":
    """numpy is not loaded before the first import."""
    return type(duckdb.execute("SELECT 0 AS n").fetchnumpy()["n"])


def _count(flags: "NDArray[bool_]") -> int:
    """How many are true: eight at once, in sums too short to spill from one byte into the next."""
    if len(flags) != _LOOKED_AT:
        return int(flags.sum())
    sums = flags.view("uint64").reshape(-1, _SUMMED).sum(axis=1)
    return int(sums.view("uint8").sum(dtype="int64"))
