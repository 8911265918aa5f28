"""Which files does an address name, and is a file still the one that was looked at?"""

import glob
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import fsspec.core

from analytics.connectors.files.raw_row import FileFault

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Address:
    """A file on any file system that fsspec knows; `local` is its path when it lies on this machine."""

    name: str
    path: str
    files: Any  # fsspec has no types
    local: Path | None

    def open(self) -> BinaryIO:
        if self.local:
            return self.local.open("rb")
        return cast(BinaryIO, self.files.open(self.path, "rb"))  # fsspec promises a binary file for "rb"

    def sha256(self) -> str:
        """Of the bytes as they lie there, packed or not."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    def mark(self) -> tuple[int, str]:
        """Size and time of change: another mark is another content."""
        info = self.files.info(self.path)
        changed = info.get("mtime") or info.get("LastModified") or info.get("ETag") or ""
        return int(info.get("size") or 0), str(changed)


def expand(addresses: Sequence[str]) -> list[Address]:
    """Files in the order given, a pattern's in order of name, each once. Raises FileFault for what names no file."""
    found: dict[str, Address] = {}
    for address in addresses:
        for each in _expand(address):
            found.setdefault(each.path, each)
    return list(found.values())


def _expand(address: str) -> Iterator[Address]:
    try:
        files, path = fsspec.core.url_to_fs(address)
    except (ValueError, ImportError) as problem:
        raise FileFault(f"{address}: this kind of address is not known here ({problem})") from problem
    is_local = "://" not in address
    try:
        names = _names(address, files, path)
        is_folder = not names and files.isdir(path)
    except Exception as problem:  # each kind of store raises what it likes: no key, no host, no bucket
        raise FileFault(f"{address}: cannot be looked up ({problem})") from problem
    if not names:
        why = "is a folder: name its files, for example with /*" if is_folder else "there is no such file"
        raise FileFault(f"{address}: {why}")
    for name in names:
        shown = address if name == path else str(name)
        yield Address(shown, str(name), files, Path(name) if is_local else None)


def _names(address: str, files: Any, path: str) -> list[str]:
    if files.isfile(path):
        return [path]
    return sorted(name for name in files.glob(path) if files.isfile(name)) if glob.has_magic(address) else []
