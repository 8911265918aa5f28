"""What must a copy hold, byte for byte, and what is wrong with one that does not?"""

from collections.abc import Mapping
from dataclasses import dataclass

from portability.rules.canonical import Json, canonical_bytes, parse_line


@dataclass(frozen=True, slots=True)
class Listed:
    """One object of a copy: its path, size and sha256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Every object of an archive snapshot, in order of path, with the root over its records."""

    snapshot: str
    account: str
    root: str
    records: int
    objects: tuple[Listed, ...]

    def as_bytes(self) -> bytes:
        """What is signed: canonical JSON."""
        objects: list[Json] = [
            {"path": each.path, "size": each.size, "sha256": each.sha256}
            for each in sorted(self.objects, key=lambda each: each.path)
        ]
        return canonical_bytes(
            {
                "format": "sunsetter-listing/1",
                "snapshot": self.snapshot,
                "account": self.account,
                "root": self.root,
                "records": self.records,
                "objects": objects,
            }
        )


def read_listing(content: bytes) -> Listing:
    """Raises NotCanonical or KeyError for what is no listing."""
    value = parse_line(content)
    objects = value["objects"]
    rows = objects if isinstance(objects, list) else []
    found = tuple(
        Listed(str(each["path"]), int(str(each["size"])), str(each["sha256"]))
        for each in rows
        if isinstance(each, dict)
    )
    return Listing(str(value["snapshot"]), str(value["account"]), str(value["root"]), int(str(value["records"])), found)


def misplaced(listing: Listing, present: Mapping[str, int]) -> list[str]:
    """What is missing, of another size or too much, by name; `present` is sizes by path."""
    wanted = {each.path: each.size for each in listing.objects}
    wrong = [f"{path}: missing" for path in sorted(set(wanted) - set(present))]
    wrong += [f"{path}: not in the signed list" for path in sorted(set(present) - set(wanted))]
    wrong += [
        f"{path}: {present[path]} bytes instead of {size}"
        for path, size in sorted(wanted.items())
        if path in present and present[path] != size
    ]
    return wrong
