"""Does `transfer` answer with data, sentences and the right exit code?"""

from pathlib import Path
from typing import Any

import pytest

from demo.replacement import Replacement
from tests.portability.test_commands import DONE, ERROR, NOTHING, REFUSED, run
from tests.portability.transfers.scenes import acme_with_talk, staff

pytestmark = pytest.mark.django_db
OLGA = ("--as", "olga@sunsetter.example")


def transfer(act: str, *words: str) -> tuple[int, Any, str]:
    return run("transfer", act, "sunset", "--account", "acme", *words)


@pytest.fixture(autouse=True)
def plan(tmp_path: Path) -> None:
    _, found = acme_with_talk(tmp_path)
    found.key = "sunset"
    found.save()
    staff()


def test_a_transfer_from_dry_run_to_rollback(tmp_path: Path) -> None:
    assert transfer("status")[0] == NOTHING
    with Replacement(limits={"keeps_edits": False, "text_length": 8}) as there:
        code, found, said = transfer("dry-run", "--target", there.url)
        assert (code, found["losses"][0]["loss"], "text_length" in said) == (REFUSED, "text_length", True)
        assert transfer("copy", *OLGA)[0] == REFUSED
        assert transfer("dry-run", "--accept", "text_length")[0] == REFUSED  # nobody accepted: a program has no right
        assert transfer("dry-run", "--accept", "text_length", *OLGA)[:2][0] == DONE
        assert transfer("verify", *OLGA)[0] == REFUSED
        assert transfer("copy")[0] == REFUSED  # a program has no right to that either
        assert transfer("copy", *OLGA)[1]["objects"]["percent"] == 100
        assert transfer("copy")[0] == NOTHING
        code, found, _ = transfer("verify", *OLGA)
        assert (code, found["status"], found["different"]) == (DONE, "completed", [])
        there.objects.popitem()
        code, found, _ = transfer("verify", *OLGA)
        assert (code, found["differences"], found["different"][0]["reason"]) == (REFUSED, 1, "not there")
        assert transfer("sign", "--words", "Never mind.")[0] == REFUSED
        assert transfer("sign", "--words", "Never mind.", *OLGA)[0] == DONE
        code, found, _ = run("transfer", "status", "sunset")
        assert (code, found[0]["status"], found[0]["signed_by"]) == (DONE, "completed", "Olga")
        assert transfer("decline", "--words", "No.")[0] == REFUSED  # nobody said so
        assert transfer("decline", "--words", "No.", *OLGA)[0] == DONE
        assert transfer("rollback", *OLGA)[1]["status"] == "rolled_back"
        assert transfer("rollback", *OLGA)[0] == NOTHING
        assert not there.objects


def test_what_cannot_be_is_said_with_what_to_do(tmp_path: Path) -> None:
    for words, said in (
        (("dry-run",), "--target"),
        (("dry-run", "--target", "ftp://there"), "folder"),
        (("dry-run", "--target", "https://u:p@there"), "token"),
        (("dry-run", "--target", "https://10.0.0.1"), "not public"),
        (("dry-run", "--target", "http://127.0.0.1:9"), "cannot be reached"),
        (("dry-run", "--target", str(tmp_path), "--accept", "all"), "edits"),
        (("copy",), "dry-run"),
        (("copy", "--as", "nobody@example.org"), "dry-run"),
    ):
        code, _, err = transfer(*words)
        assert (code, said in err) == (ERROR, True), err
    assert run("transfer", "status", "nothing")[0] == ERROR
    assert run("transfer", "status", "sunset", "--account", "nobody")[0] == ERROR


def test_an_open_transfer_is_called_off_before_it_is_declined(tmp_path: Path) -> None:
    assert transfer("dry-run", "--target", str(tmp_path / "there"))[0] == DONE
    assert transfer("decline", "--words", "We need none.", *OLGA)[0] == REFUSED
    assert transfer("cancel", *OLGA)[1]["status"] == "cancelled"
    assert transfer("decline", "--words", " ", *OLGA)[0] == ERROR
    assert transfer("decline", "--words", "We need none.", *OLGA)[0] == DONE
