"""Is the package of a real account a bag that strangers can check, which holds every record in each of its views?"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import bagit
import pytest
from pytest_django import DjangoDbBlocker

from lifecycle.api import Account
from portability.api import preview_export
from portability.rules.records import from_line
from portability.rules.requests import Format
from portability.services.snapshots import latest_content, lines_of
from portability.services.stores import content_store
from tests.portability.content import a_request, an_account, built, houston, shared, unpacked

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def bag(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """All of the sample, in every format."""
    with shared(django_db_blocker):
        houston(acme := an_account())
        yield unpacked(built(acme, Format.JSONL, Format.CSV, Format.HTML), tmp_path_factory.mktemp("bag"))


@pytest.fixture
def acme(db: None, bag: Path) -> Account:
    return Account.objects.get(key="acme")


def test_a_stranger_validates_the_bag_and_its_receipt(bag: Path) -> None:
    """B2, D6: bagit.py accepts the bag, and the script inside finds everything in order."""
    assert bagit.Bag(str(bag)).validate()
    done = subprocess.run(
        [sys.executable, "-I", bag / "data/verify_receipt.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("In order\n")


def test_json_lines_are_byte_for_byte_what_we_hold(acme: Account, bag: Path) -> None:
    """B3, C2: the round trip of the real export: every record, every byte; what were links at the source is said."""
    files = sorted((bag / "data/records").rglob("*.jsonl"))
    found = {line for path in files for line in path.read_bytes().splitlines()}
    snapshot = latest_content(acme)
    assert snapshot is not None
    assert found == set(lines_of(snapshot, content_store(acme)))
    assert len(found) == 1741
    assert json.loads((bag / "data/receipt.json").read_bytes())["totals"]["missing_files"] == 67


def test_preview_and_receipt_say_the_same(acme: Account, tmp_path: Path) -> None:
    """B1: on one snapshot the preview is exact, cell by cell; time and person are counted as left out."""
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


def test_the_text_of_a_record_is_the_same_in_every_record_of_the_package(bag: Path) -> None:
    """Spec 3.3: each view holds the same ids and hashes."""
    data = bag / "data"
    lines = [line for path in (data / "records/message").rglob("*.jsonl") for line in path.read_bytes().splitlines()]
    hashes = sorted(from_line(line).hash for line in lines)
    pages = "".join(path.read_text() for path in (data / "views/html/message").rglob("*.html"))
    assert sorted(re.findall(r'data-hash="([0-9a-f]{64})"', pages)) == hashes
    tables = [path.read_text() for path in (data / "views/csv/message").rglob("*.csv")]
    assert sorted(re.findall(r',"([0-9a-f]{64})"\n', "".join(tables))) == hashes
