"""How are files kept at an address: written whole or not at all, read back, listed?"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import fsspec

PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: its size and hash."""

    size: int
    sha256: str


class Place:
    """A folder at an fsspec address (local, S3, SFTP). Paths inside are relative, with `/`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._system, self._root = fsspec.core.url_to_fs(url)
        protocol = self._system.protocol
        self._is_local = "file" in (protocol if isinstance(protocol, tuple | list) else (protocol,))

    def write(self, path: str, pieces: Iterable[bytes]) -> Written:
        """Write under a passing name and rename: a reader sees the whole file or none."""
        final = self._full(path)
        passing = f"{final}.{secrets.token_hex(4)}.part"
        self._system.makedirs(final.rpartition("/")[0], exist_ok=True)
        digest, size = hashlib.sha256(), 0
        try:
            with self._stream(passing) as stream:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    stream.write(piece)
                self._settle(stream)
            self._rename(passing, final)
        except BaseException:
            with suppress(OSError):
                self._system.rm(passing)
            raise
        return Written(size, digest.hexdigest())

    def open(self, path: str) -> BinaryIO:
        """Raises FileNotFoundError when there is nothing."""
        return cast(BinaryIO, self._system.open(self._full(path), "rb"))  # fsspec is untyped

    def pieces(self, path: str) -> Iterator[bytes]:
        """A file in pieces of 1 MiB."""
        with self.open(path) as stream:
            while piece := stream.read(PIECE):
                yield piece

    def size(self, path: str) -> int | None:
        """Bytes of a file, or None when it is not there."""
        try:
            found = self._system.info(self._full(path))
        except FileNotFoundError:
            return None
        return int(found["size"]) if found["type"] == "file" else None

    def sha256(self, path: str) -> str:
        """The hash of what lies there now."""
        digest = hashlib.sha256()
        for piece in self.pieces(path):
            digest.update(piece)
        return digest.hexdigest()

    def listing(self, folder: str) -> dict[str, int]:
        """Sizes of all files below a folder, by path relative to it; unfinished writes are left out."""
        base = self._full(folder)
        self._system.invalidate_cache()
        try:
            found = self._system.find(base, detail=True)
        except FileNotFoundError:
            return {}
        start = len(base.rstrip("/")) + 1
        return {name[start:]: int(info["size"]) for name, info in sorted(found.items()) if not name.endswith(".part")}

    def is_reachable(self) -> bool:
        """Does the place itself exist?"""
        return bool(self._system.exists(self._root))

    def delete(self, folder: str) -> None:
        """Remove a file or a folder with all below it; nothing happens when it is not there."""
        with suppress(FileNotFoundError):
            self._system.rm(self._full(folder), recursive=True)

    def local_path(self, path: str) -> Path | None:
        """The file as the operating system sees it, where the place is local."""
        return Path(self._full(path)) if self._is_local else None

    def _full(self, path: str) -> str:
        if path.startswith("/") or ".." in path.split("/"):
            raise ValueError(f"not a path inside the place: {path!r}")
        return f"{self._root.rstrip('/')}/{path}" if path else str(self._root)

    def _stream(self, path: str) -> BinaryIO:
        return Path(path).open("wb") if self._is_local else cast(BinaryIO, self._system.open(path, "wb"))

    def _settle(self, stream: BinaryIO) -> None:
        if self._is_local:
            stream.flush()
            os.fsync(stream.fileno())

    def _rename(self, passing: str, final: str) -> None:
        if self._is_local:
            Path(passing).replace(final)
        else:
            self._system.mv(passing, final)
