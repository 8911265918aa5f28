"""Which objects does a snapshot become at a target, and what are their bytes?"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from portability.models import Blob, Snapshot, TransferObject
from portability.rules.transfer_limits import REMEDIES, Limits, LossCode
from portability.rules.transfer_parts import FILE, Adapted, adapt, file_losses
from portability.services.snapshots import lines_of, segments_of
from portability.services.stores import content_store
from portability.storage.content import DamagedContent


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file or record with the checksums of the objects it becomes; none when it stays in the archive only."""

    kind: str
    id: str
    position: int
    checksums: tuple[str, ...]
    losses: tuple[LossCode, ...]

    @property
    def why_not(self) -> str:
        return ", ".join(f"{code}: {REMEDIES[code]}" for code in self.losses)


def wanted_objects(snapshot: Snapshot, limits: Limits) -> Iterator[Wanted]:
    """Files, then records in the order of the snapshot. Raises DamagedContent."""
    for position, blob in enumerate(_files(snapshot)):
        losses = file_losses(blob.size_bytes, limits)
        yield Wanted(FILE, blob.sha256, position, () if losses else (blob.sha256,), losses)
    for position, line in enumerate(lines_of(snapshot, content_store(snapshot.account))):
        found = adapt(line, limits)
        checksums = tuple(hashlib.sha256(body).hexdigest() for body in found.bodies)
        yield Wanted(found.kind, found.id, position, checksums, found.losses)


class Bodies:
    """The bytes of objects, made again from the snapshot. Asked for in order, each segment is unpacked once."""

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        self._segments, self._limits = segments_of(snapshot), limits
        self._store = content_store(snapshot.account)
        self._lines: Iterator[bytes] = iter(())
        self._next, self._end = 0, 0
        self._last: tuple[int, Adapted] | None = None

    def of(self, row: TransferObject) -> bytes:
        """Raises DamagedContent when the source is not what it was, naming it."""
        body = self._file(row.source_id) if row.kind == FILE else self._record(row.position).bodies[row.part]
        if hashlib.sha256(body).hexdigest() != row.checksum:
            raise DamagedContent(f"{row}: the source is not what it was")
        return body

    def _file(self, sha256: str) -> bytes:
        try:
            return b"".join(self._store.place.pieces(self._store.blob_path(sha256)))
        except OSError as error:
            raise DamagedContent(f"file {sha256}: {error}") from error

    def _record(self, position: int) -> Adapted:
        if self._last is None or self._last[0] != position:
            self._last = (position, adapt(self._line(position), self._limits))
        return self._last[1]

    def _line(self, position: int) -> bytes:
        if not self._next <= position < self._end:
            self._open(position)
        for line in self._lines:
            self._next += 1
            if self._next > position:
                return line
        raise DamagedContent(f"record {position}: not in the snapshot")

    def _open(self, position: int) -> None:
        start = 0
        for segment in self._segments:
            if position < start + segment.records:
                self._lines, self._next = self._store.lines(segment.sha256), start
                self._end = start + segment.records
                return
            start += segment.records
        raise DamagedContent(f"record {position}: not in the snapshot")


def _files(snapshot: Snapshot) -> Iterator[Blob]:
    held = Blob.objects.filter(account_id=snapshot.account_id, since__lte=snapshot.number)
    return held.order_by("sha256").iterator(chunk_size=1_000)
