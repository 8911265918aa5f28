"""Is a copy still what was signed? Names every object that is not."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lifecycle.api import Account, AuditEvent, Signature, holds, record
from lifecycle.rules.actors import Actor
from portability.models import Copy, Snapshot
from portability.rules.depth import Depth
from portability.rules.listings import Listing, misplaced
from portability.services.archives.snapshot import folder_of, listing_of, lists_of
from portability.storage.places import Place

TAKEN = "portability.archive.taken"


class CannotDecide(Exception):
    """The place cannot be asked: neither good nor bad is known."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how deep it went with everything right, and what was wrong."""

    copy: Copy
    depth: Depth
    problems: tuple[str, ...]


def verify_copy(*, copy: Copy, actor: Actor, now: datetime, depth: Depth = Depth.HASHED) -> Checked:
    """Compare a copy with its signed list, down to `depth` at most HASHED. Raises CannotDecide.

    A deeper finding of an earlier drill survives a clean check; any problem takes it away.
    """
    found, problems = look_at(copy, depth)
    with transaction.atomic():
        kept = Depth(copy.depth) if not problems else Depth.NOTHING
        reached = max(found, kept) if not problems else found
        Copy.objects.filter(pk=copy.pk).update(depth=reached, checked_at=now, problems=problems[:100])
        record(
            f"portability.copy.{'damaged' if problems else 'verified'}",
            subject=copy.uuid,
            actor=actor,
            at=now,
            account=copy.account,
            depth=found.word,
            problems=len(problems),
        )
    copy.refresh_from_db()
    return Checked(copy, found, tuple(problems))


def look_at(copy: Copy, depth: Depth) -> tuple[Depth, list[str]]:
    """How deep everything is right, and what is wrong, by object."""
    snapshot, place = copy.snapshot, Place(copy.url)
    if wrong := unsigned(snapshot):
        return Depth.NOTHING, wrong
    listing, folder = listing_of(snapshot), folder_of(snapshot)
    try:
        if not place.is_reachable():
            raise CannotDecide(f"{copy.place}: the place does not answer")
        present = place.listing(folder)
        wrong = _wrong_lists(snapshot, place, present)
        present = {path: size for path, size in present.items() if path not in lists_of(snapshot)}
        wrong += misplaced(listing, present)
        if depth < Depth.HASHED:
            return (Depth.SIZED if not wrong else Depth.NOTHING), wrong
        changed = _changed(listing, place, folder, present)
    except OSError as error:
        raise CannotDecide(f"{copy.place}: {error}") from error
    if wrong or changed:
        return (Depth.SIZED if not wrong else Depth.NOTHING), wrong + changed
    return Depth.HASHED, []


def unsigned(snapshot: Snapshot) -> list[str]:
    """Is the list in our own books still the one that was signed?"""
    seal = Signature(snapshot.signature.get("public_key", ""), snapshot.signature.get("signature", ""))
    if holds(snapshot.listing.encode(), seal):
        return []
    return [f"signed list of snapshot {snapshot.uuid}: the signature does not hold"]


def missing_snapshots(account: Account) -> list[str]:
    """What was deleted from our books: a number that is skipped, or a snapshot that only the audit ledger knows."""
    found = Snapshot.objects.filter(account=account)
    numbers = list(found.order_by("number").values_list("number", flat=True))
    gone = [f"snapshot {n}: deleted" for n in sorted(set(range(1, (numbers or [0])[-1] + 1)) - set(numbers))]
    known = {str(uuid) for uuid in found.values_list("uuid", flat=True)}
    taken = AuditEvent.objects.filter(account=account, action=TAKEN).order_by("id").values_list("subject", flat=True)
    return gone + [f"snapshot {subject}: deleted" for subject in taken if subject not in known]


def _wrong_lists(snapshot: Snapshot, place: Place, present: dict[str, int]) -> list[str]:
    wrong = []
    for name, content in lists_of(snapshot).items():
        if name not in present:
            wrong.append(f"{name}: missing")
        elif b"".join(place.pieces(f"{folder_of(snapshot)}/{name}")) != content:
            wrong.append(f"{name}: changed")
    return wrong


def _changed(listing: Listing, place: Place, folder: str, present: dict[str, int]) -> list[str]:
    return [
        f"{each.path}: changed"
        for each in listing.objects
        if present.get(each.path) == each.size and place.sha256(f"{folder}/{each.path}") != each.sha256
    ]
