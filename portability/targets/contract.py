"""What must a place be able to do to which content is transferred?"""

from dataclasses import dataclass
from typing import Protocol

from portability.rules.transfer_limits import Limits

MAX_BODY = 64 * 1024 * 1024  # bytes of one object that is read back


class TargetFault(Exception):
    """The target could not be reached or is out of order: nobody knows whether it wrote. It may mend itself."""


class TargetRefusal(Exception):
    """The target answered that it does not take this; asking again would not help."""


@dataclass(frozen=True, slots=True)
class ObjectName:
    """What an object is called on both sides: the kind and id of its source, and its part."""

    kind: str
    id: str
    part: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What lies at the target under a name, and the target's own id of it."""

    id: str
    body: bytes


class Target(Protocol):
    """All calls raise TargetFault; those that write raise TargetRefusal, too."""

    def limits(self) -> Limits: ...

    def put(self, name: ObjectName, body: bytes, *, key: str, replaces: str = "") -> str:
        """Write and answer the target's own id. The same `key` again writes nothing: the same answer, or a refusal.

        `replaces` is the sha256 of what may be overwritten; '' = nothing may be there, not even the same bytes: what
        is there already is not ours to take back. Whoever may have written before asks `get` first.
        """
        ...

    def get(self, name: ObjectName) -> Found | None:
        """What is there, or None."""
        ...

    def delete(self, name: ObjectName, *, checksum: str) -> bool:
        """Remove it if its sha256 is still `checksum`; False when somebody changed it. Absent counts as removed."""
        ...

    def settle(self) -> None:
        """What was written so far outlives a failure of power."""
        ...

    def close(self) -> None: ...
