"""Which uploaded zip or tar may be opened at all (S18, N50)?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

GIB = 1024**3
RATIO_APPLIES_FROM = 1024**2


@dataclass(frozen=True, slots=True)
class Entry:
    """What an archive says about one of its entries; offsets are None where the format has none."""

    name: str
    size: int
    packed_size: int
    is_folder: bool = False
    is_plain: bool = True
    is_encrypted: bool = False
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold. Staff may raise the number of entries: real exports reach 60,000."""

    entries: int = 10_000
    total_bytes: int = 2 * GIB
    ratio: int = 100


def refusal(entries: Sequence[Entry], limits: Limits, archive_bytes: int) -> str | None:
    """Why the archive is refused whole, in one sentence; None when it may be opened."""
    if len(entries) > limits.entries:
        return f"it holds {len(entries)} entries; the limit is {limits.entries}"
    for entry in entries:
        if reason := entry_refusal(entry, limits):
            return f"entry {entry.name!r} {reason}"
    return _twins(entries) or _bomb(entries, limits, archive_bytes) or _overlap(entries)


def entry_refusal(entry: Entry, limits: Limits) -> str | None:
    """What is wrong with one entry, or None."""
    parts = entry.name.rstrip("/").split("/")
    bomb = entry.size > RATIO_APPLIES_FROM and entry.size > limits.ratio * max(entry.packed_size, 1)
    strange = "\\" in entry.name or "" in parts or any(ord(character) < 32 for character in entry.name)
    faults = (
        (".." in parts, "points outside of the archive ('..')"),
        (entry.name.startswith("/") or entry.name[1:2] == ":", "has an absolute path"),
        (strange, "has a name that is not portable"),
        (not entry.is_plain and not entry.is_folder, "is a link or a device"),
        (entry.is_encrypted, "is encrypted"),
        (bomb, f"unpacks to more than {limits.ratio} times its size"),
    )
    return next((reason for found, reason in faults if found), None)


def _twins(entries: Sequence[Entry]) -> str | None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.name.rstrip("/")
        if name in seen:
            return f"entry {entry.name!r} is there twice"
        seen.add(name)
    return None


def _bomb(entries: Sequence[Entry], limits: Limits, archive_bytes: int) -> str | None:
    total = sum(entry.size for entry in entries)
    if total > limits.total_bytes:
        return f"it unpacks to {total} bytes; the limit is {limits.total_bytes}"
    if total > RATIO_APPLIES_FROM and total > limits.ratio * archive_bytes:
        return f"it unpacks to more than {limits.ratio} times its size"
    return None


def _overlap(entries: Sequence[Entry]) -> str | None:
    placed = sorted((entry.offset, entry.packed_size, entry.name) for entry in entries if entry.offset is not None)
    for (offset, size, name), (following, _, other) in pairwise(placed):
        if offset + size > following:
            return f"entries {name!r} and {other!r} overlap"
    return None
