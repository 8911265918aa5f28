"""How is content kept as a folder of JSON lines that opens without us?

`records/<kind>.jsonl` holds one canonical record a line, `files/<aa>/<sha256>` the bytes of files. What stands beside
them in `.places.sqlite` only remembers where each line is; it is made anew from the lines when it is lost or older.
"""

import hashlib
import os
from pathlib import Path

from portability.rules.transfer_limits import Limits
from portability.rules.transfer_parts import FILE
from portability.targets.contract import Found, ObjectName, TargetFault, TargetRefusal
from portability.targets.folder.places import Places


class FolderTarget:
    """A line is appended whole; one that is taken away is blanked first and cut out when the folder is closed."""

    def __init__(self, folder: Path) -> None:
        try:
            (folder / "records").mkdir(parents=True, exist_ok=True)
            self._folder, self._places = folder, Places(folder)
        except OSError as error:
            raise TargetFault(f"the folder cannot be used: {error}") from error

    def limits(self) -> Limits:
        return Limits()

    def put(self, name: ObjectName, body: bytes, *, key: str, replaces: str = "") -> str:
        del key  # a folder remembers no requests: what lies there, equal or not, somebody else may have put there
        try:
            if name.kind == FILE:
                return self._put_file(name, body, replaces)
            with self._places.locked() as places:
                _refuse_other(places.read(name), replaces)
                places.write(name, body)
        except OSError as error:
            raise TargetFault(f"the folder: {error}") from error
        return _id(name)

    def get(self, name: ObjectName) -> Found | None:
        try:
            if name.kind == FILE:
                path = self._path(name)
                body = path.read_bytes() if path.is_file() else None
            else:
                with self._places.locked() as places:
                    body = places.read(name)
        except OSError as error:
            raise TargetFault(f"the folder: {error}") from error
        return None if body is None else Found(_id(name), body)

    def delete(self, name: ObjectName, *, checksum: str) -> bool:
        there = self.get(name)
        if there is None:
            return True
        if _sha256(there.body) != checksum:
            return False
        try:
            if name.kind == FILE:
                self._path(name).unlink(missing_ok=True)
            else:
                with self._places.locked() as places:
                    places.blank(name)
        except OSError as error:
            raise TargetFault(f"the folder: {error}") from error
        return True

    def settle(self) -> None:
        self._places.settle()

    def close(self) -> None:
        self._places.close()

    def _put_file(self, name: ObjectName, body: bytes, replaces: str) -> str:
        path = self._path(name)
        _refuse_other(path.read_bytes() if path.is_file() else None, replaces)
        path.parent.mkdir(parents=True, exist_ok=True)
        passing = path.with_suffix(".part")
        with passing.open("wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        passing.replace(path)
        return _id(name)

    def _path(self, name: ObjectName) -> Path:
        if not name.id.isalnum():
            raise TargetRefusal("a file is named by its sha256")
        return self._folder / "files" / name.id[:2] / name.id


def _id(name: ObjectName) -> str:
    if name.kind == FILE:
        return f"files/{name.id[:2]}/{name.id}"
    return f"records/{name.kind}.jsonl#{name.id}/{name.part}"


def _refuse_other(there: bytes | None, replaces: str) -> None:
    if there is not None and _sha256(there) != replaces:
        raise TargetRefusal("another object is there")


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
