"""Who holds this workspace? The kernel knows: the lock ends with its holder, however that ends."""

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Holder:
    """What the holder wrote about itself; only for people to read, never a proof."""

    pid: int = 0
    address: str = ""


class Held(RuntimeError):
    """Another program holds the workspace."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(f"held by process {holder.pid}")
        self.holder = holder


@dataclass(slots=True)
class WorkspaceLock:
    state: Path
    _descriptor: int = -1

    def take(self) -> None:
        """Raises Held. The state directory exists already."""
        descriptor = os.open(self.state / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Held(holder_of(self.state)) from None
        self._descriptor = descriptor
        self.tell("")

    def tell(self, address: str) -> None:
        """Where people find the holder."""
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, json.dumps({"pid": os.getpid(), "address": address}).encode(), 0)

    def release(self) -> None:
        """The file stays: removing it would let two programs lock two files of the same name."""
        if self._descriptor >= 0:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1


def holder_of(state: Path) -> Holder:
    try:
        found = json.loads((state / "lock").read_text(encoding="utf-8"))
        return Holder(int(found["pid"]), str(found["address"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder()
