"""How is an account's content frozen to be kept, and how does a copy get to a place?"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from lifecycle.api import Account, BadInput, SunsetPlan, record, sign
from lifecycle.rules.actors import Actor
from portability.formats.bag import Payload, tag_files
from portability.models import Blob, Copy, Segment, Snapshot
from portability.rules.canonical import canonical_bytes
from portability.rules.depth import Depth
from portability.rules.listings import Listed, Listing, read_listing
from portability.services.archives.readme import README
from portability.services.snapshots import latest_content, lock_content, next_number, place_segments, segments_of
from portability.services.stores import content_store, secrets_folder
from portability.storage.content import ContentStore
from portability.storage.places import Place

LIST_NAME, SEAL_NAME = "signed-list.json", "signed-list.sig.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One object of a copy and where its bytes come from: the content store, or made here."""

    path: str
    size: int
    sha256: str
    stored: str = ""
    made: bytes = b""


def take_snapshot(*, account: Account, plan: SunsetPlan | None, actor: Actor, now: datetime) -> Snapshot:
    """Freeze the newest content with a signed list of all objects. Raises BadInput when there is no content."""
    with transaction.atomic():
        lock_content(account)
        base = latest_content(account)
        if base is None:
            raise BadInput(f"account {account.key} has no content yet; import it first (manage.py content import)")
        snapshot = Snapshot(
            account=account,
            plan=plan,
            purpose=Snapshot.Purpose.ARCHIVE,
            number=next_number(account),
            root=base.root,
            records=base.records,
            size_bytes=base.size_bytes,
            kinds=base.kinds,
            taken_by=actor.name,
            taken_at=now,
        )
        listing = _listing(snapshot, parts_of(snapshot, segments_of(base)))
        snapshot.listing = listing.as_bytes().decode()
        snapshot.signature = sign(listing.as_bytes(), secrets_folder()).as_json()
        snapshot.save(force_insert=True)
        place_segments(snapshot, [segment.sha256 for segment in segments_of(base)])
        _audit("archive.taken", snapshot, actor, now, root=snapshot.root)
    return snapshot


def copy_snapshot(*, snapshot: Snapshot, url: str, actor: Actor, now: datetime) -> Copy:
    """Write every object to a place; what lies there whole already is not written again."""
    place, folder = Place(url), folder_of(snapshot)
    present = place.listing(folder)
    store = content_store(snapshot.account)
    for part in parts_of(snapshot, segments_of(snapshot)):
        path = f"{folder}/{part.path}"
        if present.get(part.path) == part.size and place.sha256(path) == part.sha256:
            continue
        written = place.write(path, _pieces(part, store))
        if written.sha256 != part.sha256:
            raise BadInput(f"{part.path}: the source is damaged; restore it from another copy before copying")
    for name, content in lists_of(snapshot).items():
        place.write(f"{folder}/{name}", iter([content]))
    with transaction.atomic():
        found, _ = Copy.objects.update_or_create(
            snapshot=snapshot,
            url=url,
            defaults={
                "account": snapshot.account,
                "place": url,
                "copied_at": now,
                "depth": Depth.NOTHING,
                "problems": [],
                "checked_at": None,
            },
        )
        _audit("copy.written", snapshot, actor, now, copy=str(found.uuid))
    return found


def folder_of(snapshot: Snapshot) -> str:
    """The folder of a snapshot at every place."""
    return f"{snapshot.account.uuid}/{snapshot.uuid}"


def bag_folder(snapshot: Snapshot) -> str:
    """The bag inside that folder; beside it lie the signed list and its seal."""
    return f"{folder_of(snapshot)}/bag"


def listing_of(snapshot: Snapshot) -> Listing:
    """The signed list."""
    return read_listing(snapshot.listing.encode())


def parts_of(snapshot: Snapshot, segments: list[Segment]) -> list[Part]:
    """Every object of the bag: segments, files, a description, tag files. The same snapshot gives the same bytes."""
    store = content_store(snapshot.account)
    parts = [
        Part(f"data/segments/{n:06d}-{each.sha256}.jsonl.zst", each.stored_bytes, each.stored_sha256,
             stored=store.segment_path(each.sha256))
        for n, each in enumerate(segments)
    ]  # fmt: skip
    blobs = Blob.objects.filter(account=snapshot.account, since__lte=snapshot.number).order_by("sha256")
    parts += [
        Part(f"data/blobs/{each.sha256[:2]}/{each.sha256}", each.size_bytes, each.sha256, store.blob_path(each.sha256))
        for each in blobs
    ]
    parts.append(_made("data/README.txt", README.encode()))
    payload = [Payload(each.path, each.size, each.sha256) for each in parts]
    info = {
        "Bag-Software-Agent": "Sunsetter",
        "Bagging-Date": snapshot.taken_at.astimezone(UTC).date().isoformat(),
        "External-Identifier": str(snapshot.uuid),
        "Internal-Sender-Identifier": snapshot.account.key,
    }
    tags = [_made(name, content) for name, content in tag_files(payload, info).items()]
    return [Part(f"bag/{each.path}", each.size, each.sha256, each.stored, each.made) for each in (*parts, *tags)]


def _listing(snapshot: Snapshot, parts: list[Part]) -> Listing:
    return Listing(
        snapshot=str(snapshot.uuid),
        account=str(snapshot.account.uuid),
        root=snapshot.root,
        records=snapshot.records,
        objects=tuple(Listed(each.path, each.size, each.sha256) for each in parts),
    )


def lists_of(snapshot: Snapshot) -> dict[str, bytes]:
    """The signed list and its seal as they lie in a copy."""
    return {LIST_NAME: snapshot.listing.encode(), SEAL_NAME: canonical_bytes(dict(snapshot.signature))}


def _made(path: str, content: bytes) -> Part:
    return Part(path, len(content), hashlib.sha256(content).hexdigest(), made=content)


def _pieces(part: Part, store: ContentStore) -> Iterator[bytes]:
    return store.place.pieces(part.stored) if part.stored else iter([part.made])


def _audit(what: str, snapshot: Snapshot, actor: Actor, now: datetime, **facts: object) -> None:
    plan_key = snapshot.plan.key if snapshot.plan else ""
    record(
        f"portability.{what}",
        subject=snapshot.uuid,
        actor=actor,
        at=now,
        account=snapshot.account,
        plan_key=plan_key,
        **facts,
    )
