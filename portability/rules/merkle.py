"""Which single hash stands for a whole list of records (RFC 9162, section 2.1)?"""

import hashlib


def leaf(kind: str, record_id: str, digest: str) -> bytes:
    """The leaf of one record: kind, id and hash, told apart by zero bytes."""
    return hashlib.sha256(b"\x00" + f"{kind}\x00{record_id}\x00{digest}".encode()).digest()


class Tree:
    """Adds leaves one by one and keeps only the roots of finished halves: memory grows with log n."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf_hash: bytes) -> None:
        """Append a leaf; equal-sized neighbours join at once."""
        self._peaks.append(leaf_hash)
        self.size += 1
        size = self.size
        while size % 2 == 0:
            right, left = self._peaks.pop(), self._peaks.pop()
            self._peaks.append(_node(left, right))
            size //= 2

    def root(self) -> str:
        """The root over all leaves so far, in hex; of no leaves, the hash of nothing."""
        if not self._peaks:
            return hashlib.sha256(b"").hexdigest()
        peaks = list(self._peaks)
        result = peaks.pop()
        while peaks:
            result = _node(peaks.pop(), result)
        return result.hex()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
