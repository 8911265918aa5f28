"""Which bytes is a text file made of, as far as that decides how it can be read? Looked at with the speed of memory."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
_WORTH_A_THREAD = 1 << 22  # half of a file; numpy looks while another thread does, too


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


@dataclass(frozen=True, slots=True)
class _Part:
    """As `Bytes`, of a part of a file; `returns` and `last` say later how the lines end."""

    lines: int
    returns: int
    is_ascii: bool
    has_quotes: bool
    has_escapes: bool
    has_long_lines: bool
    counted: tuple[int, ...]
    last: int


def look_at_bytes(path: Path, *, count: bytes = b"") -> Bytes | None:
    """None for what a column reader could take otherwise than we do."""
    middle = path.stat().st_size // 2 // _LOOKED_AT * _LOOKED_AT
    spans = [(0, middle), (middle, sys.maxsize)] if middle >= _WORTH_A_THREAD else [(0, sys.maxsize)]
    _array()  # before there are two threads: a cache holds nobody back
    with ThreadPoolExecutor(len(spans)) as threads:
        found = list(threads.map(lambda span: _part(path, *span, count=count), spans))
    parts = [each for each in found if each]
    if len(parts) != len(found):
        return None
    lines, returns = sum(each.lines for each in parts), sum(each.returns for each in parts)
    if returns not in {0, lines} or not parts[-1].last:
        return None
    return Bytes(
        lines=lines + int(parts[-1].last != ord("\n")),
        newline="\r\n" if returns else "\n",
        is_ascii=all(each.is_ascii for each in parts),
        has_quotes=any(each.has_quotes for each in parts),
        has_escapes=any(each.has_escapes for each in parts),
        has_long_lines=any(each.has_long_lines for each in parts),
        counted=tuple(map(sum, zip(*(each.counted for each in parts), strict=True))),
    )


def _part(path: Path, start: int, end: int, *, count: bytes) -> _Part | None:
    lines = returns = 0
    is_ascii, has_quotes, has_escapes, last = True, False, False, 0
    has_long_lines = False
    counted = [0] * len(count)
    for chunk in _chunks(path, start, end):
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
    return _Part(lines, returns, is_ascii, has_quotes, has_escapes, has_long_lines, tuple(counted), last)


def _chunks(path: Path, start: int, end: int) -> Iterator[bytearray]:
    """Each is good until the next one: they share their memory, as new memory costs as much as the look at it."""
    chunk = bytearray(_LOOKED_AT)
    with path.open("rb", buffering=0) as stream:
        stream.seek(start)
        while start < end and (size := stream.readinto(memoryview(chunk)[: end - start])):
            start += size
            yield chunk if size == _LOOKED_AT else chunk[:size]


def _numbers(chunk: bytearray) -> "NDArray[uint8]":
    return _array()(shape=(len(chunk),), dtype="uint8", buffer=chunk)


@cache
def _array() -> "type[NDArray[uint8]]":
    """numpy is not loaded before the first import. DuckDB's own connection may be at work in another thread."""
    with duckdb.connect() as ours:
        return type(ours.execute("SELECT 0 AS n").fetchnumpy()["n"])


def _count(flags: "NDArray[bool_]") -> int:
    """How many are true: eight at once, in sums too short to spill from one byte into the next."""
    if len(flags) != _LOOKED_AT:
        return int(flags.sum())
    sums = flags.view("uint64").reshape(-1, _SUMMED).sum(axis=1)
    return int(sums.view("uint8").sum(dtype="int64"))
