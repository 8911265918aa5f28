"""How are the plain bytes of a gzip or zstd file read in bounded memory, and a cut file noticed?"""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

import zstandard

from analytics.connectors.files.raw_row import FileFault

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
SUFFIXES = {".gz": GZIP, ".gzip": GZIP, ".zst": ZSTD, ".zstd": ZSTD}
_SIP = 1024  # a kilobyte of zstd unfolds to 32 MB at the very most
_LARGEST_WINDOW = 2**27
_BUFFER = 1 << 16


class ZstdStream(io.RawIOBase):
    """Frame after frame; the end inside a frame is an error, which the library's own stream reader does not tell."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._waiting = b""
        self._unread = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        while not self._unread:
            packed = self._waiting or self._source.read(_SIP)
            self._waiting = b""
            if not packed:
                if self._frame is not None:
                    raise EOFError("the last frame is cut off")
                return 0
            if self._frame is None:
                self._frame = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).decompressobj()
            self._unread = self._frame.decompress(packed)
            if self._frame.eof:
                self._waiting, self._frame = self._frame.unused_data, None
        size = min(len(buffer), len(self._unread))
        buffer[:size] = self._unread[:size]
        self._unread = self._unread[size:]
        return size


def plain_bytes(stream: BinaryIO, *, name: str) -> io.BufferedReader:
    """Unpack by content. A name that promises another packing, or one inside the other, is refused."""
    packed: io.BufferedReader = io.BufferedReader(
        cast(io.RawIOBase, stream), _BUFFER
    )  # all that is needed of it is readinto
    magic = _magic(packed)
    promised = next((each for suffix, each in SUFFIXES.items() if name.lower().endswith(suffix)), None)
    if promised and promised != magic and packed.peek(1):
        raise FileFault("the name says it is compressed, its content is not so: rename it or send it again")
    if magic is None:
        return packed
    if promised is None:
        raise FileFault("it is compressed, which its name does not say: add .gz or .zst to the name")
    opened = gzip.GzipFile(fileobj=packed) if magic == GZIP else ZstdStream(packed)
    plain: io.BufferedReader = io.BufferedReader(
        cast(io.RawIOBase, opened), _BUFFER
    )  # GzipFile is read like a raw stream
    with structural_faults():
        if _magic(plain):
            raise FileFault("it is compressed twice: unpack it once")
    return plain


@contextmanager
def structural_faults() -> Iterator[None]:
    """Turn what the unpackers raise into a fault of the file."""
    try:
        yield
    except EOFError as problem:
        raise FileFault("it is cut off: the compressed data ends too early; send it again") from problem
    except (gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as problem:
        raise FileFault(f"its compressed data is damaged ({problem}); send it again") from problem


def _magic(stream: io.BufferedReader) -> bytes | None:
    head = stream.peek(4)[:4]
    if head.startswith(GZIP):
        return GZIP
    return ZSTD if head == ZSTD else None
