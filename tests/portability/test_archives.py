"""Is an archive found damaged by name, and does only an equal restore count?"""

import random
from pathlib import Path

import pytest

from lifecycle.api import Account
from portability.api import (
    Copy,
    Depth,
    Snapshot,
    copy_snapshot,
    missing_snapshots,
    run_drill,
    take_snapshot,
    verify_copy,
)
from portability.models import SnapshotSegment
from portability.services.archives.snapshot import folder_of
from tests.portability.content import NOON, OPERATOR, an_account, houston, small_talk


def archived(account: Account, folder: Path, *places: str) -> list[Copy]:
    snapshot = take_snapshot(account=account, plan=None, actor=OPERATOR, now=NOON)
    urls = [(folder / name).as_uri() for name in places]
    return [copy_snapshot(snapshot=snapshot, url=url, actor=OPERATOR, now=NOON) for url in urls]


def files_of(copy: Copy, folder: Path, place: str) -> list[Path]:
    root = folder / place / folder_of(copy.snapshot)
    return sorted(path for path in root.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_a_drill_restores_every_record_from_two_places(tmp_path: Path) -> None:
    """D4, P8: the real export comes back equal, record by record, from both copies."""
    houston(acme := an_account())
    for copy in archived(acme, tmp_path, "one", "two"):
        drill = run_drill(copy=copy, actor=OPERATOR, now=NOON)
        assert (Depth(drill.depth), drill.records, drill.differences) == (Depth.EQUAL, 1741, [])


@pytest.mark.django_db
def test_one_flipped_byte_anywhere_is_found_by_name(tmp_path: Path) -> None:
    """P8: 200 random bytes of a copy, flipped one at a time; each time verify names exactly that object."""
    small_talk(acme := an_account(), tmp_path)
    (copy,) = archived(acme, tmp_path, "one")
    dice = random.Random(20270301)
    files = files_of(copy, tmp_path, "one")
    weights = [path.stat().st_size for path in files]
    for path in dice.choices(files, weights, k=200):
        content = path.read_bytes()
        position = dice.randrange(len(content))
        path.write_bytes(
            content[:position] + bytes([content[position] ^ (1 << dice.randrange(8))]) + content[position + 1 :]
        )
        name = path.relative_to(tmp_path / "one" / folder_of(copy.snapshot)).as_posix()
        assert verify_copy(copy=copy, actor=OPERATOR, now=NOON).problems == (f"{name}: changed",)
        path.write_bytes(content)
    assert verify_copy(copy=copy, actor=OPERATOR, now=NOON).depth is Depth.HASHED


@pytest.mark.django_db
def test_a_deleted_snapshot_is_missed(tmp_path: Path) -> None:
    """P8: whoever deletes the newest rows and their copies is found out by the audit ledger."""
    small_talk(acme := an_account(), tmp_path)
    (copy,) = archived(acme, tmp_path, "one")
    assert missing_snapshots(acme) == []
    snapshot = copy.snapshot
    copy.delete()
    SnapshotSegment.objects.filter(snapshot=snapshot).delete()
    Snapshot.objects.filter(pk=snapshot.pk).delete()
    assert missing_snapshots(acme) == [f"snapshot {snapshot.uuid}: deleted"]


@pytest.mark.django_db
def test_a_changed_list_in_our_own_books_is_found(tmp_path: Path) -> None:
    small_talk(acme := an_account(), tmp_path)
    (copy,) = archived(acme, tmp_path, "one")
    Snapshot.objects.filter(pk=copy.snapshot.pk).update(listing=copy.snapshot.listing.replace('"size":', '"size": '))
    copy = Copy.objects.get(pk=copy.pk)
    assert "the signature does not hold" in verify_copy(copy=copy, actor=OPERATOR, now=NOON).problems[0]
