"""Where do bytes stand in a file that somebody may cut off meanwhile?"""

import os
from io import FileIO

_BLOCK = 1 << 22


class FileText:
    """Read block by block: who maps a file into memory and looks behind its new end is ended by the system."""

    def __init__(self, stream: FileIO) -> None:
        self._at = stream.fileno()
        self.size = os.fstat(self._at).st_size
        self._start, self._held = 0, b""

    def part(self, start: int, end: int) -> bytes:
        return os.pread(self._at, end - start, start)

    def find(self, wanted: bytes, start: int) -> int:
        """The first place from `start` on; -1 if there is none."""
        while start + len(wanted) <= self.size:
            if not self._start <= start <= self._start + len(self._held) - len(wanted):
                self._start, self._held = start, self.part(start, start + max(_BLOCK, 2 * len(wanted)))
            found = self._held.find(wanted, start - self._start)
            if found >= 0:
                return self._start + found
            if len(self._held) < len(wanted):  # it was cut off
                return -1
            start = self._start + len(self._held) - len(wanted) + 1
        return -1
