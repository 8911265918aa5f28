"""Is an export built once, whole, and with an account of every record?"""

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db.models.functions import Now

from lifecycle.api import Account, BadInput, Refused
from lifecycle.rules.actors import Actor
from portability.api import build_export, cancel_export, expire_exports, preview_export, request_export
from portability.models import Export, ExportChunk
from portability.rules.export_status import ExportStatus
from portability.rules.filters import Attachments
from portability.rules.kinds import Kind
from portability.rules.records import from_line
from portability.rules.requests import Format
from portability.services.exports.lease import LeaseLost, claim, holding, move
from portability.services.snapshots import latest_content, lines_of, segments_of
from portability.services.stores import content_store, files_place
from tests.portability.content import (
    NOON,
    OPERATOR,
    a_request,
    an_account,
    built,
    houston,
    package_of,
    sha256_of,
    small_talk,
    unpacked,
)

ROOT = Path(__file__).resolve().parents[3]
HOUR = timedelta(hours=1)


def ask(account: Account, actor: Actor = OPERATOR, **axes: object) -> Export:
    return request_export(account=account, request=a_request(**axes), actor=actor, now=NOON)


@pytest.mark.django_db
def test_json_lines_are_byte_for_byte_what_we_hold(tmp_path: Path) -> None:
    """B3, C2: the round trip of the real export: every record, every byte."""
    houston(acme := an_account())
    bag = unpacked(built(acme, Format.JSONL), tmp_path)
    files = sorted((bag / "data/records").rglob("*.jsonl"))
    found = {line for path in files for line in path.read_bytes().splitlines()}
    snapshot = latest_content(acme)
    assert snapshot is not None
    assert found == set(lines_of(snapshot, content_store(acme)))
    assert len(found) == 1741


@pytest.mark.django_db
def test_preview_and_receipt_say_the_same(tmp_path: Path) -> None:
    """B1: on one snapshot the preview is exact, cell by cell; time and person are counted as left out."""
    houston(acme := an_account())
    axes = {"from_ms": 1451606400000, "to_ms": 1467331200000, "persons": ("micahstubbs",)}
    preview = preview_export(account=acme, request=a_request(**axes))
    export = built(acme, **axes)
    receipt = json.loads((unpacked(export, tmp_path) / "data/receipt.json").read_bytes())
    assert receipt["totals"]["exported"] == preview.exported > 20
    assert receipt["totals"]["excluded"] == preview.tally.by_reason("excluded")
    assert receipt["totals"]["in_snapshot"] == 1741
    assert preview.package_bytes[0] <= export.package_bytes <= preview.package_bytes[1]
    for row in receipt["cells"]:
        assert row["in_snapshot"] == row.get("exported", 0) + sum(row.get("excluded", {}).values())


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
    houston(acme)
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


FULL_DISK = """
import os, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from datetime import UTC, datetime
from portability.api import build_export
done = build_export(now=datetime(2027, 3, 1, 12, tzinfo=UTC))
print(done.status, done.reason)
"""


@pytest.mark.slow("starts a process of its own")
def test_a_full_disk_pauses_with_a_reason_and_resumes(live_db: SimpleNamespace, tmp_path: Path) -> None:
    """Spec 6: pause with reason, resume, same bytes, no half file."""
    houston(acme := an_account())
    export = ask(acme)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK], cwd=ROOT, env=live_db.environ, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("paused the disk is full"), done.stdout + done.stderr
    assert build_export(now=NOON) is None  # not before some time has passed
    Export.objects.filter(pk=export.pk).update(lease_until_at=Now() - HOUR)
    resumed = build_export(now=NOON)
    assert resumed is not None
    assert resumed.status == ExportStatus.READY
    assert re.fullmatch(r"[0-9a-f]{64}", resumed.package_sha256)


@pytest.mark.django_db
def test_an_export_expires_and_its_files_go(tmp_path: Path) -> None:
    small_talk(acme := an_account(), tmp_path)
    export = built(acme)
    assert expire_exports(now=NOON + timedelta(days=13)) == 0
    assert expire_exports(now=NOON + timedelta(days=14)) == 1
    assert not package_of(export).exists()
    export.refresh_from_db()
    assert export.status == ExportStatus.EXPIRED


@pytest.mark.django_db
def test_the_text_of_a_record_is_the_same_in_every_record_of_the_package(tmp_path: Path) -> None:
    """Spec 3.3: each view holds the same ids and hashes."""
    houston(acme := an_account())
    data = unpacked(built(acme, Format.JSONL, Format.CSV, Format.HTML), tmp_path) / "data"
    lines = [line for path in (data / "records/message").rglob("*.jsonl") for line in path.read_bytes().splitlines()]
    hashes = sorted(from_line(line).hash for line in lines)
    pages = "".join(path.read_text() for path in (data / "views/html/message").rglob("*.html"))
    assert sorted(re.findall(r'data-hash="([0-9a-f]{64})"', pages)) == hashes
    tables = [path.read_text() for path in (data / "views/csv/message").rglob("*.csv")]
    assert sorted(re.findall(r',"([0-9a-f]{64})"\n', "".join(tables))) == hashes
