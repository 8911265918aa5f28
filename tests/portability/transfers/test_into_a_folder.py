"""Does a folder hold the content so that it opens without us, whatever happens to it?"""

import hashlib
import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from portability.api import copy_transfer, roll_back_transfer
from portability.models import Blob, Transfer, TransferObject
from portability.rules.records import from_line
from portability.services.snapshots import latest_content
from portability.services.stores import content_store
from portability.targets.contract import ObjectName, TargetFault, TargetRefusal
from portability.targets.folder.target import FolderTarget
from tests.portability.transfers.scenes import LATER, acme_with_talk, copied, staff, verified

BODY, OTHER = b'{"id":"1","kind":"user","name":"Ann"}', b'{"id":"1","kind":"user","name":"Eve"}'
ANN, BOB = ObjectName("user", "1"), ObjectName("user", "2")


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def replace_changed(transfer: Transfer) -> Transfer:
    return copy_transfer(transfer=transfer, actor=staff(), now=LATER, replace_changed=True)


def lines(folder: Path) -> list[bytes]:
    return (folder / "records" / "user.jsonl").read_bytes().splitlines()


def test_what_is_there_is_not_written_again_unless_it_is_named(tmp_path: Path) -> None:
    """Equal bytes too: somebody else may have put them there, and would lose them by our rollback."""
    target = FolderTarget(tmp_path)
    file = ObjectName("file", sha256(BODY))
    for name in (ANN, file):
        target.put(name, BODY, key="a")
        for body in (BODY, OTHER):
            with pytest.raises(TargetRefusal, match="another object"):
                target.put(name, body, key="b")
    target.put(ANN, OTHER, key="b", replaces=sha256(BODY))
    target.settle()
    target.close()
    assert lines(tmp_path) == [OTHER]


def test_a_line_cut_by_a_power_failure_is_written_anew(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path)
    target.put(ANN, BODY, key="a")
    target.close()
    with (tmp_path / "records" / "user.jsonl").open("ab") as stream:
        stream.write(b'{"id":"2","ki')
    (tmp_path / ".places.sqlite").unlink()
    again = FolderTarget(tmp_path)
    assert again.get(BOB) is None
    again.put(BOB, BODY.replace(b"1", b"2"), key="c")
    again.close()
    assert [json.loads(line)["id"] for line in lines(tmp_path)] == ["1", "2"]


def test_what_somebody_changed_is_seen_and_left(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path)
    target.put(ANN, BODY, key="a")
    (tmp_path / "records" / "user.jsonl").write_bytes(b"\nnot json\n" + OTHER + b"\n")
    assert target.delete(ANN, checksum=sha256(BODY)) is False
    assert target.delete(ANN, checksum=sha256(OTHER)) is True
    assert target.delete(ANN, checksum=sha256(OTHER)) is True
    target.close()
    assert lines(tmp_path) == [b"not json"]


def test_what_is_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(TargetFault, match="folder"):
        FolderTarget(tmp_path / "file")
    with pytest.raises(TargetRefusal, match="sha256"):
        FolderTarget(tmp_path).put(ObjectName("file", "../x"), b"", key="d")


@pytest.mark.django_db
def test_an_account_in_a_folder_opens_without_us(tmp_path: Path) -> None:
    """C2, C7: canonical lines and files by their hash; a byte flipped in either is named by verification."""
    account, plan = acme_with_talk(tmp_path / "talk")
    picture = b"\x89PNG\r\n\x1a\n"
    snapshot = latest_content(account)
    assert snapshot is not None
    content_store(account).write_blob(sha256(picture), [picture])
    Blob.objects.create(account=account, sha256=sha256(picture), size_bytes=8, since=snapshot.number)
    transfer = verified(copied(account, plan, str(tmp_path / "there")))
    assert transfer.status == "completed"
    folder = Path(unquote(urlsplit(transfer.target).path)) / str(account.uuid)
    found = [line for path in sorted(folder.glob("records/*.jsonl")) for line in path.read_bytes().splitlines()]
    assert len({from_line(line).hash for line in found}) == snapshot.records
    file = folder / "files" / sha256(picture)[:2] / sha256(picture)
    assert file.read_bytes() == picture
    file.write_bytes(b"\x88PNG\r\n\x1a\n")
    talk = folder / "records" / "message.jsonl"
    talk.write_bytes(talk.read_bytes().replace(b"Good day", b"Good dax"))
    assert verified(transfer).reason == "2 differences"
    wrong = TransferObject.objects.filter(transfer=transfer).wrong()
    assert {(row.kind, row.reason) for row in wrong} == {("file", "bytes"), ("message", "text")}
    assert verified(replace_changed(transfer)).status == "completed"
    assert roll_back_transfer(transfer=transfer, actor=staff(), now=LATER) == snapshot.records + 1
    assert [path.stat().st_size for path in folder.glob("records/*.jsonl")] == [0, 0, 0, 0]
