"""What may a connector report while it reads?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from portability.connectors.source import Source
from portability.rules.records import Record


class StructuralFault(ValueError):
    """The input is not what the connector reads; nothing of it is taken. The message says what and where."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One bad row: where it is, which field is wrong, why, and its beginning."""

    file: str
    line: int
    column: str
    reason: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A source field which has no place in the record but in `raw`."""

    field: str
    example: str


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody used a feature of the source: instant in ms UTC, person, feature, act and a natural key."""

    at: int
    user: str
    module: str
    action: str
    key: str


@dataclass(frozen=True, slots=True)
class Blob:
    """The bytes of a file, which an attachment names by hash."""

    sha256: str
    content: bytes


Found = Record | Quarantined | Unmapped | Use | Blob


@dataclass(frozen=True, slots=True)
class Inventory:
    """What the input holds by its own listings, before it is read."""

    users: int
    containers: int
    files: int


class Connector(Protocol):
    """Reads one kind of source. Never writes to it; memory does not grow with the number of messages."""

    name: str

    def inspect(self, source: Source) -> Inventory:
        """Raises StructuralFault when the source is something else."""
        ...

    def read(self, source: Source, *, account: str, zone: str) -> Iterator[Found]:
        """Everything found, in the source's order. Raises StructuralFault for faults beyond one row."""
        ...
