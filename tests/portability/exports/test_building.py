"""Is an export built once, whole, and with an account of every record?"""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now

from lifecycle.api import Account, BadInput, Refused
from lifecycle.rules.actors import Actor
from portability.api import build_export, cancel_export, expire_exports, request_export
from portability.models import Export, ExportChunk
from portability.rules.export_status import ExportStatus
from portability.rules.filters import Attachments
from portability.rules.kinds import Kind
from portability.rules.requests import Format
from portability.services.exports.lease import LeaseLost, claim, holding, move
from portability.services.snapshots import latest_content, segments_of
from portability.services.stores import content_store, files_place
from tests.portability.content import (
    NOON,
    OPERATOR,
    a_request,
    an_account,
    built,
    more_talk,
    package_of,
    sha256_of,
    small_talk,
    unpacked,
)

HOUR = timedelta(hours=1)


def ask(account: Account, actor: Actor = OPERATOR, **axes: object) -> Export:
    return request_export(account=account, request=a_request(**axes), actor=actor, now=NOON)


@pytest.mark.django_db
def test_a_name_finds_its_person_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    small_talk(acme := an_account(), tmp_path)
    export = ask(acme, persons=("ann@example.org",), places=("#general",))
    assert export.request["filter"]["persons"] == ["U1"]
    assert export.request["filter"]["places"] == ["C1"]
    with pytest.raises(BadInput, match="no such person in this content: nobody"):
        ask(acme, persons=("nobody",))


@pytest.mark.django_db
def test_nothing_that_fits_is_a_valid_package_that_says_so(tmp_path: Path) -> None:
    small_talk(acme := an_account(), tmp_path)
    bag = unpacked(built(acme, keywords=("xyzzy",), attachments=Attachments.ONLY, places=("C1",)), tmp_path / "out")
    receipt = json.loads((bag / "data/receipt.json").read_bytes())
    assert receipt["totals"]["excluded"]["keyword"] == 3


@pytest.mark.django_db
def test_an_account_without_content_gets_an_empty_valid_package(tmp_path: Path) -> None:
    bag = unpacked(built(an_account(), Format.JSONL, Format.HTML), tmp_path)
    assert json.loads((bag / "data/receipt.json").read_bytes())["totals"]["in_snapshot"] == 0
    assert "No record fits the request" in (bag / "data/index.html").read_text()


@pytest.mark.django_db
def test_the_same_request_within_a_day_is_the_same_export(tmp_path: Path) -> None:
    """Spec 3.1: but new content makes it a new one: an old file is never given out as new."""
    small_talk(acme := an_account(), tmp_path)
    first = built(acme)
    assert ask(acme).pk == first.pk
    more_talk(acme, tmp_path)
    assert ask(acme).pk != first.pk


@pytest.mark.django_db
def test_one_open_export_a_person_and_three_an_account(tmp_path: Path) -> None:
    small_talk(acme := an_account(), tmp_path)
    ask(acme, keywords=("a",))
    with pytest.raises(Refused):
        ask(acme, keywords=("b",))
    for name in ("bea", "carl"):
        ask(acme, actor=Actor.system(name), keywords=(name,))
    with pytest.raises(Refused):
        ask(acme, actor=Actor.system("dan"), keywords=("dan",))


@pytest.mark.django_db
def test_a_cancelled_export_stops_its_builder_and_leaves_no_file(tmp_path: Path) -> None:
    small_talk(acme := an_account(), tmp_path)
    ask(acme)
    mine = claim()
    assert mine is not None
    cancel_export(export=mine, actor=OPERATOR, now=NOON)
    with pytest.raises(LeaseLost):
        holding(mine)()
    assert build_export(now=NOON) is None


@pytest.mark.django_db
def test_a_zombie_after_its_lease_commits_nothing(tmp_path: Path) -> None:
    """The fence: the second worker finishes, the first one's next step is refused."""
    small_talk(acme := an_account(), tmp_path)
    ask(acme)
    zombie = claim()
    assert zombie is not None
    assert claim() is None
    Export.objects.filter(pk=zombie.pk).update(lease_until_at=Now() - HOUR)
    done = build_export(now=NOON)
    assert done is not None
    assert done.status == ExportStatus.READY
    with pytest.raises(LeaseLost):
        move(zombie, ExportStatus.BUILDING)


@pytest.mark.django_db
def test_a_chunk_that_was_changed_on_disk_is_built_again(tmp_path: Path) -> None:
    small_talk(acme := an_account(), tmp_path)
    export = request_export(account=acme, request=a_request(), actor=OPERATOR, now=NOON, chunk_records=1)
    first = build_export(now=NOON)
    assert first is not None
    wanted = sha256_of(package_of(first))
    Export.objects.filter(pk=export.pk).update(status=ExportStatus.BUILDING, package_sha256="", ready_at=None)
    chunk = ExportChunk.objects.filter(export=export).order_by("n").first()
    assert chunk is not None
    files_place().write(f"exports/{export.uuid}/chunks/{chunk.n:06d}.zip", iter([b"rot"]))
    build_export(now=NOON)
    assert sha256_of(package_of(export)) == wanted


@pytest.mark.django_db
def test_a_damaged_segment_fails_the_export_and_names_it(tmp_path: Path) -> None:
    """No complete over a hole."""
    small_talk(acme := an_account(), tmp_path)
    snapshot = latest_content(acme)
    assert snapshot is not None
    segment = next(each for each in segments_of(snapshot) if each.kind == Kind.MESSAGE)
    path = content_store(acme).segment_path(segment.sha256)
    local = files_place().local_path(path)
    assert local is not None
    local.write_bytes(local.read_bytes()[:-9])
    ask(acme)
    failed = build_export(now=NOON)
    assert failed is not None
    assert (failed.status, segment.sha256 in failed.reason) == (ExportStatus.FAILED, True)


@pytest.mark.django_db
def test_an_export_expires_and_its_files_go(tmp_path: Path) -> None:
    small_talk(acme := an_account(), tmp_path)
    export = built(acme)
    assert expire_exports(now=NOON + timedelta(days=13)) == 0
    assert expire_exports(now=NOON + timedelta(days=14)) == 1
    assert not package_of(export).exists()
    export.refresh_from_db()
    assert export.status == ExportStatus.EXPIRED
