"""Where do an account's segments and files lie, and how are they packed?"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, cast
from uuid import UUID

import zstandard

from portability.storage.places import PIECE, Place, Written

LEVEL = 3
WINDOW_LIMIT = 128 * 1024 * 1024


class DamagedContent(Exception):
    """Stored content is not what was stored; the message names the object."""


@dataclass(frozen=True, slots=True)
class ContentStore:
    """An account's immutable content at a place: segments and blobs named by their hash."""

    place: Place
    folder: str

    @classmethod
    def of(cls, place: Place, account: UUID) -> "ContentStore":
        return cls(place, f"content/{account}")

    def segment_path(self, sha256: str) -> str:
        return f"{self.folder}/segments/{sha256[:2]}/{sha256}.jsonl.zst"

    def blob_path(self, sha256: str) -> str:
        return f"{self.folder}/blobs/{sha256[:2]}/{sha256}"

    def write_segment(self, sha256: str, plain: Iterable[bytes]) -> Written:
        """Pack lines; the same lines and packer give the same bytes. A segment that is there is not written again."""
        path = self.segment_path(sha256)
        if self.place.size(path) is not None:
            return Written(self.place.size(path) or 0, self.place.sha256(path))
        return self.place.write(path, _packed(plain))

    def lines(self, sha256: str) -> Iterator[bytes]:
        """The lines of a segment without newlines. Raises DamagedContent, naming it, when they are not as stored."""
        path, digest, rest = self.segment_path(sha256), hashlib.sha256(), b""
        try:
            for piece in unpacked(self.place.pieces(path)):
                digest.update(piece)
                *whole, rest = (rest + piece).split(b"\n")
                yield from whole
        except (zstandard.ZstdError, OSError) as error:
            raise DamagedContent(f"{path}: {error}") from error
        if digest.hexdigest() != sha256 or rest:
            raise DamagedContent(f"{path}: the content is not what was stored")

    def write_blob(self, sha256: str, pieces: Iterable[bytes]) -> None:
        if self.place.size(self.blob_path(sha256)) is None:
            self.place.write(self.blob_path(sha256), pieces)


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Plain bytes of a zstd stream, in bounded pieces."""
    machine = zstandard.ZstdDecompressor(max_window_size=WINDOW_LIMIT)
    with machine.stream_reader(cast(IO[bytes], _Reader(pieces))) as stream:
        while piece := stream.read(PIECE):
            yield piece


def _packed(plain: Iterable[bytes]) -> Iterator[bytes]:
    machine = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True, threads=0).compressobj()
    for piece in plain:
        if packed := machine.compress(piece):
            yield packed
    yield machine.flush()


class _Reader:
    """A file made of pieces: what zstd reads from."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        wanted = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:wanted], self._rest[wanted:]
        return found
