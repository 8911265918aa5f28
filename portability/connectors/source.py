"""How is a folder, a zip or a tar opened without trusting it?"""

import hashlib
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from portability.rules.archive_entries import Entry, Limits, refusal

CHUNK = 1024 * 1024
FILE_LIMIT = 256 * CHUNK


class RefusedInput(ValueError):
    """The input is refused whole; nothing of it was written. The message says why."""


class Source(Protocol):
    """Named files that can be read again and again."""

    name: str
    sha256: str

    def names(self) -> list[str]:
        """All file names, sorted."""
        ...

    def read(self, name: str) -> bytes:
        """One file whole; raises RefusedInput beyond 256 MiB."""
        ...


@contextmanager
def open_source(path: Path, limits: Limits | None = None) -> Iterator[Source]:
    """Open what lies at the path. Raises RefusedInput, naming the entry, for an archive that may do harm."""
    if not path.exists():
        raise RefusedInput(f"{path}: there is no such file or folder; check the path")
    if path.is_dir():
        yield Folder(path)
    elif zipfile.is_zipfile(path):
        with _opened_zip(path) as archive:
            yield Zip(path, archive, limits or Limits())
    elif _is_tar(path):
        with tarfile.open(path) as archive:
            yield Tar(path, archive, limits or Limits())
    else:
        raise RefusedInput(f"{path.name}: neither a folder nor a zip nor a tar; export it again or unpack it")


class Folder:
    """Files below a folder; links are not followed."""

    def __init__(self, path: Path) -> None:
        self.name, self._path = path.name, path
        found = (each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
        self._names = sorted(each.relative_to(path).as_posix() for each in found)
        self.sha256 = _hash_of_tree(self)

    def names(self) -> list[str]:
        return self._names

    def read(self, name: str) -> bytes:
        path = self._path / name
        _limit(name, path.stat().st_size)
        return path.read_bytes()


class Zip:
    """Files in a zip whose entries were all judged before the first is read."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.name, self._archive = path.name, archive
        _judge(path, [_zip_entry(info) for info in archive.infolist()], limits)
        self._names = sorted(info.filename for info in archive.infolist() if not info.is_dir())
        self.sha256 = hash_of_file(path)

    def names(self) -> list[str]:
        return self._names

    def read(self, name: str) -> bytes:
        try:
            with self._archive.open(name) as stream:
                return _counted(name, stream)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise RefusedInput(f"{self.name}: entry {name!r} is damaged: {error}") from error


class Tar:
    """Files in a tar, packed or not; unpacked once into memory bounds of one entry at a time."""

    def __init__(self, path: Path, archive: tarfile.TarFile, limits: Limits) -> None:
        self.name, self._archive = path.name, archive
        self._members: dict[str, tarfile.TarInfo] = {}
        total = 0
        for member in archive:
            total += member.size
            if len(self._members) >= limits.entries or total > limits.total_bytes:
                raise RefusedInput(f"{path.name}: holds more than {limits.entries} entries or unpacks beyond the limit")
            self._members[member.name] = member
        _judge(path, [_tar_entry(member) for member in self._members.values()], limits)
        self.sha256 = hash_of_file(path)

    def names(self) -> list[str]:
        return sorted(name for name, member in self._members.items() if member.isfile())

    def read(self, name: str) -> bytes:
        stream = self._archive.extractfile(self._members[name])
        if stream is None:
            raise RefusedInput(f"{self.name}: entry {name!r} holds no bytes")
        with stream:
            return _counted(name, stream)


def hash_of_file(path: Path) -> str:
    """sha256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _hash_of_tree(folder: Folder) -> str:
    digest = hashlib.sha256()
    for name in folder.names():
        digest.update(name.encode("utf-8", "surrogateescape") + b"\x00" + hashlib.sha256(folder.read(name)).digest())
    return digest.hexdigest()


def _counted(name: str, stream: BinaryIO | object) -> bytes:
    found = bytearray()
    while piece := stream.read(CHUNK):  # type: ignore[union-attr]  # zip and tar streams share only `read`
        found += piece
        _limit(name, len(found))
    return bytes(found)


def _limit(name: str, size: int) -> None:
    if size > FILE_LIMIT:
        raise RefusedInput(f"{name}: larger than {FILE_LIMIT} bytes; ask staff to split it")


def _judge(path: Path, entries: list[Entry], limits: Limits) -> None:
    if reason := refusal(entries, limits, path.stat().st_size):
        raise RefusedInput(f"{path.name}: refused, because {reason}")


@contextmanager
def _opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise RefusedInput(f"{path.name}: the zip is damaged ({error}); fetch it again") from error
    with archive:
        yield archive


def _is_tar(path: Path) -> bool:
    try:
        return tarfile.is_tarfile(path)
    except (OSError, EOFError):
        return False


def _zip_entry(info: zipfile.ZipInfo) -> Entry:
    mode = info.external_attr >> 16
    return Entry(
        name=info.orig_filename,
        size=info.file_size,
        packed_size=info.compress_size,
        is_folder=info.is_dir(),
        is_plain=not stat.S_IFMT(mode) or stat.S_ISREG(mode) or stat.S_ISDIR(mode),
        is_encrypted=bool(info.flag_bits & 0x1),
        offset=info.header_offset,
    )


def _tar_entry(member: tarfile.TarInfo) -> Entry:
    return Entry(
        name=str(PurePosixPath(member.name)) if not member.name.startswith("./") else member.name[2:],
        size=member.size,
        packed_size=member.size,
        is_folder=member.isdir(),
        is_plain=member.isfile(),
    )
