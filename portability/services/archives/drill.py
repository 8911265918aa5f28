"""Does a copy restore, and is what comes back the same, record by record?"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from django.db import transaction

from lifecycle.api import record
from lifecycle.rules.actors import Actor
from portability.models import Copy, RestoreDrill, Snapshot
from portability.rules.canonical import NotCanonical
from portability.rules.depth import Depth
from portability.rules.listings import Listed
from portability.rules.merkle import Tree, leaf
from portability.rules.records import named_line
from portability.services.archives.snapshot import folder_of, listing_of
from portability.services.archives.verify import look_at
from portability.services.snapshots import lines_of
from portability.services.stores import content_store, passing_place
from portability.storage.content import ContentStore, DamagedContent, unpacked
from portability.storage.places import PIECE, Place

SHOWN = 50
SEGMENTS, BLOBS = "bag/data/segments/", "bag/data/blobs/"


@dataclass(slots=True)
class _Comparison:
    differences: list[str] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)
    blobs: int = 0
    depth: Depth = Depth.NOTHING

    def differs(self, what: str) -> None:
        if len(self.differences) < SHOWN:
            self.differences.append(what)


def run_drill(*, copy: Copy, actor: Actor, now: datetime) -> RestoreDrill:
    """Restore from the copy alone into a scratch place, then compare with the source. Raises CannotDecide."""
    begun, found = time.monotonic(), _Comparison()
    with passing_place("restore") as scratch:
        _drill(copy, scratch, found)
    return _keep(copy, found, actor, now, int((time.monotonic() - begun) * 1000))


def _drill(copy: Copy, scratch: Path, found: _Comparison) -> None:
    found.depth, wrong = look_at(copy, Depth.HASHED)
    for each in wrong:
        found.differs(each)
    if wrong:
        return
    restored = _restore(copy, scratch, found)
    if found.differences:
        return
    found.depth = Depth.RESTORED
    _compare(copy.snapshot, restored, found)
    if not found.differences:
        found.depth = Depth.EQUAL


def _restore(copy: Copy, scratch: Path, found: _Comparison) -> list[Path]:
    """Unpack every segment and file into the scratch place; nothing but the copy is read."""
    place, folder, restored = Place(copy.url), folder_of(copy.snapshot), []
    for each in listing_of(copy.snapshot).objects:
        try:
            if each.path.startswith(SEGMENTS):
                restored.append(_restore_segment(place, folder, each, scratch))
            elif each.path.startswith(BLOBS):
                _restore_blob(place, folder, each, scratch)
                found.blobs += 1
        except (OSError, DamagedContent, ValueError) as error:
            found.differs(f"{each.path}: {error}")
    return restored


def _restore_segment(place: Place, folder: str, each: Listed, scratch: Path) -> Path:
    target, digest = scratch / Path(each.path).name.removesuffix(".zst"), hashlib.sha256()
    with target.open("wb") as stream:
        for piece in unpacked(place.pieces(f"{folder}/{each.path}")):
            digest.update(piece)
            stream.write(piece)
    if digest.hexdigest() not in target.name:
        raise DamagedContent("what comes out is not what went in")
    return target


def _restore_blob(place: Place, folder: str, each: Listed, scratch: Path) -> None:
    target, digest = scratch / f"blob-{Path(each.path).name}", hashlib.sha256()
    with target.open("wb") as stream:
        for piece in place.pieces(f"{folder}/{each.path}"):
            digest.update(piece)
            stream.write(piece)
    if digest.hexdigest() != Path(each.path).name:
        raise DamagedContent("the file is not what its name says")


def _compare(snapshot: Snapshot, restored: list[Path], found: _Comparison) -> None:
    """Every record of the source beside its restored twin, then counts and root."""
    source = _source(snapshot, content_store(snapshot.account), found)
    for number, (ours, theirs) in enumerate(zip_longest(source, _lines(sorted(restored))), 1):
        if theirs is None:
            found.differs(f"record {number}: not restored")
            continue
        try:
            kind, record_id, digest = named_line(theirs)
        except NotCanonical as error:
            found.differs(f"record {number}: {error}")
            continue
        found.tree.add(leaf(kind, record_id, digest))
        if ours is None:
            found.differs(f"record {number}: {kind} {record_id} is not in the source")
        elif ours != theirs:
            found.differs(f"record {number}: {kind} {record_id} differs")
    if found.tree.size != snapshot.records:
        found.differs(f"{found.tree.size} records restored, {snapshot.records} archived")
    if found.tree.root() != snapshot.root:
        found.differs("the root over the restored records is not that of the snapshot")


def _source(snapshot: Snapshot, store: ContentStore, found: _Comparison) -> Iterator[bytes]:
    try:
        yield from lines_of(snapshot, store)
    except DamagedContent as error:
        found.differs(f"source: {error}")


def _lines(files: list[Path]) -> Iterator[bytes]:
    for path in files:
        with path.open("rb", buffering=PIECE) as stream:
            for line in stream:
                yield line.rstrip(b"\n")


def _keep(copy: Copy, found: _Comparison, actor: Actor, now: datetime, took_ms: int) -> RestoreDrill:
    with transaction.atomic():
        drill = RestoreDrill.objects.create(
            account=copy.account,
            copy=copy,
            started_at=now,
            took_ms=took_ms,
            depth=found.depth,
            records=found.tree.size,
            blobs=found.blobs,
            root=found.tree.root() if found.tree.size else "",
            differences=found.differences,
        )
        Copy.objects.filter(pk=copy.pk).update(depth=found.depth, checked_at=now, problems=found.differences)
        record(
            f"portability.drill.{'passed' if found.depth is Depth.EQUAL else 'failed'}",
            subject=drill.uuid,
            actor=actor,
            at=now,
            account=copy.account,
            depth=found.depth.word,
            records=found.tree.size,
            differences=len(found.differences),
        )
    copy.refresh_from_db()
    return drill
