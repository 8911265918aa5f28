"""Are the files of a finished report there as they were written, and those of the report that it goes on from?"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from analytics.engines.duckdb.report_reading import Beside
from analytics.services.publish_import import sha256_of

BASIS, BESIDE = "basis.json", "beside.json"
TORN = (OSError, ValueError, KeyError, TypeError, AttributeError)  # what reading half a note may raise
_READ_KEPT = 16  # folders; the reports that are kept and their bases are fewer
_intact_at: dict[Path, datetime] = {}  # when this process last read all of it
_FILES_KEPT = 500
_sound: dict[Path, tuple[int, int, str]] = {}  # files that this process read for a page: size, time, checksum
_FOR_THE_NEXT = frozenset({"latest", "uses"})  # tables that no page reads


def write_note(folder: Path, noted: Mapping[str, Any]) -> None:
    """The last of what is written: with the sizes and checksums of the other files, and a checksum of its own."""
    told = {**noted, "files": _sizes(folder), "sha256": _sums(folder)}
    (folder / BASIS).write_text(json.dumps({**told, "note": _sum(told)}), encoding="utf-8")


def beside_of(folder: Path) -> Beside | None:
    """None of a report that counted everything itself, or that is not whole."""
    told = told_in(folder / BESIDE)
    try:
        return Beside(folder.parent / told["base"], tuple(map(date.fromisoformat, told["fresh"]))) if told else None
    except TORN:
        return None


def is_whole(folder: Path) -> bool:
    """Are its files there as they were written, and those of the report that it goes on from?"""
    basis, beside = told_in(folder / BASIS), beside_of(folder)
    try:
        files = basis["files"]
        held = bool(files) and all((folder / name).stat().st_size == size for name, size in files.items())
    except TORN:
        return False
    return held and (is_whole(beside.base) if beside else not (folder / BESIDE).exists())


def is_intact(folder: Path, *, now: datetime, every: timedelta = timedelta()) -> bool:
    """Whole, and every byte as it was written? Not read again within `every`: so long damage may stand."""
    held, last = is_whole(folder), _intact_at.pop(folder, None)
    if last is None or not timedelta() <= now - last < every:
        held, last = held and _is_as_written(folder), now
    if held and (beside := beside_of(folder)):
        held = is_intact(beside.base, now=now, every=every)
    if held:
        _intact_at[folder] = last
        for oldest in list(_intact_at)[:-_READ_KEPT]:
            del _intact_at[oldest]
    return held


def is_sound(folder: Path) -> bool:
    """Whole, and every byte that a page reads of it as it was written? Of any day; each file is read once by a process,
    and again when it looks written since."""
    if not is_whole(folder):
        return False
    told, beside = dict(told_in(folder / BASIS)), beside_of(folder)
    try:
        held = told.pop("note", None) == _sum(told) and all(
            _is_sound(folder / name, sha256)
            for name, sha256 in told["sha256"].items()
            if Path(name).stem not in _FOR_THE_NEXT
        )
    except TORN:
        return False
    return held and (beside is None or is_sound(beside.base))


def _is_sound(file: Path, sha256: str) -> bool:
    there = file.stat()
    look = (there.st_size, there.st_mtime_ns, sha256)
    if _sound.pop(file, None) != look and sha256_of(file) != sha256:
        return False
    _sound[file] = look
    for oldest in list(_sound)[:-_FILES_KEPT]:
        _sound.pop(oldest, None)  # another thread may have been faster
    return True


def _is_as_written(folder: Path) -> bool:
    told = dict(told_in(folder / BASIS))
    try:
        return (told.pop("note", None), told.get("sha256")) == (_sum(told), _sums(folder))
    except OSError:  # the disk cannot read it any more
        return False


def _sum(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _sums(folder: Path) -> dict[str, str]:
    """Of all but the note, which bears its own."""
    there = (each for each in folder.rglob("*") if each.is_file() and each.name != BASIS)
    return {str(each.relative_to(folder)): sha256_of(each) for each in there}


def _sizes(folder: Path) -> dict[str, int]:
    return {str(each.relative_to(folder)): each.stat().st_size for each in folder.rglob("*") if each.is_file()}


def told_in(path: Path) -> Any:
    """What is written there; None where nothing can be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except TORN:
        return None
