"""How does an ordered stream of records become segments and a frozen snapshot?"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.db import connection

from lifecycle.api import Account
from portability.models import Blob, Segment, Snapshot, SnapshotSegment
from portability.rules.canonical import Json, parse_line
from portability.rules.kinds import Kind
from portability.rules.merkle import Tree, leaf
from portability.rules.segments import Cut, Drawer, day_of, month_of
from portability.storage.content import ContentStore
from portability.storage.places import PIECE

LOCK = "SELECT pg_advisory_xact_lock(hashtext(%s), %s)"


@dataclass(slots=True)
class Draft:
    """Segments of a snapshot in order, before the rows are written."""

    segments: list[Segment] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Open:
    """The segment that is being filled: a passing file and its figures."""

    drawer: Drawer
    path: Path
    stream: BinaryIO
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0
    records: int = 0
    counts: Counter[str] = field(default_factory=Counter)


def latest_content(account: Account) -> Snapshot | None:
    """What the last import left."""
    return Snapshot.objects.filter(account=account, purpose=Snapshot.Purpose.CONTENT).order_by("-number").first()


def lock_content(account: Account) -> None:
    """One writer per account until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, ["portability.content", account.pk])


def segments_of(snapshot: Snapshot) -> list[Segment]:
    """The segments of a snapshot in order."""
    return [place.segment for place in snapshot.places.select_related("segment").order_by("position")]


def lines_of(snapshot: Snapshot, store: ContentStore) -> Iterator[bytes]:
    """All lines of a snapshot in order."""
    for segment in segments_of(snapshot):
        yield from store.lines(segment.sha256)


def write_segments(account: Account, lines: Iterable[bytes], store: ContentStore, folder: Path) -> Draft:
    """Store ordered lines as segments; those that are stored already cost no write."""
    draft, cut = Draft(), Cut()
    current: _Open | None = None
    for line in lines:
        value = parse_line(line)
        drawer = _drawer(value)
        if cut.is_before(drawer, len(line)) or current is None:
            if current is not None:
                draft.segments.append(_close(account, current, store))
            current = _Open(drawer, folder / "segment", (folder / "segment").open("wb"))
        _count(draft, current, value, line)
    if current is not None:
        draft.segments.append(_close(account, current, store))
    return draft


def save_snapshot(account: Account, draft: Draft, snapshot: Snapshot, blobs: dict[str, int]) -> Snapshot:
    """Write the rows of a snapshot; call inside a transaction that holds the content lock."""
    snapshot.account, snapshot.number = account, next_number(account)
    snapshot.root, snapshot.records, snapshot.kinds = draft.tree.root(), draft.tree.size, dict(draft.kinds)
    snapshot.size_bytes = sum(segment.size_bytes for segment in draft.segments)
    snapshot.save(force_insert=True)
    Segment.objects.bulk_create(draft.segments, ignore_conflicts=True)
    place_segments(snapshot, [segment.sha256 for segment in draft.segments])
    rows = (Blob(account=account, sha256=key, size_bytes=size, since=snapshot.number) for key, size in blobs.items())
    Blob.objects.bulk_create(rows, ignore_conflicts=True)
    return snapshot


def place_segments(snapshot: Snapshot, hashes: list[str]) -> None:
    """Write the ordered list of a snapshot's segments."""
    known = dict(Segment.objects.filter(account=snapshot.account, sha256__in=hashes).values_list("sha256", "pk"))
    SnapshotSegment.objects.bulk_create(
        SnapshotSegment(account=snapshot.account, snapshot=snapshot, segment_id=known[each], position=position)
        for position, each in enumerate(hashes)
    )


def next_number(account: Account) -> int:
    """The number of the account's next snapshot."""
    newest = Snapshot.objects.filter(account=account).order_by("-number").first()
    return newest.number + 1 if newest else 1


def new_content(account: Account, by: str, at: datetime) -> Snapshot:
    """An unsaved content snapshot."""
    return Snapshot(account=account, purpose=Snapshot.Purpose.CONTENT, taken_by=by, taken_at=at)


def _drawer(value: dict[str, Json]) -> Drawer:
    return Drawer(Kind(str(value["kind"])), str(value.get("container", "")), month_of(_at(value)))


def _cell(value: dict[str, Json]) -> str:
    return f"{day_of(_at(value))}|{value.get('content_type', '-')}"


def _at(value: dict[str, Json]) -> int | None:
    at = value.get("at")
    return at if isinstance(at, int) else None


def _count(draft: Draft, current: _Open, value: dict[str, Json], line: bytes) -> None:
    kind = str(value["kind"])
    draft.tree.add(leaf(kind, str(value["id"]), str(value["hash"])))
    draft.kinds[kind] += 1
    current.stream.write(line + b"\n")
    current.digest.update(line + b"\n")
    current.size += len(line) + 1
    current.records += 1
    current.counts[_cell(value)] += 1


def _close(account: Account, done: _Open, store: ContentStore) -> Segment:
    sha256 = done.digest.hexdigest()
    done.stream.close()
    with done.path.open("rb") as stream:
        written = store.write_segment(sha256, iter(lambda: stream.read(PIECE), b""))
    return Segment(
        account=account,
        sha256=sha256,
        stored_sha256=written.sha256,
        kind=done.drawer.kind,
        container=done.drawer.container,
        month=done.drawer.month,
        records=done.records,
        size_bytes=done.size,
        stored_bytes=written.size,
        counts=dict(done.counts),
    )
