"""Is the anchor whole after a crash, and does nobody send where none can be written (notices case 38)?"""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from notifications.rules.quarantine import Anchor
from notifications.storage.anchors import read_anchors, write_anchor
from tests.cast import NOON

MINE = Anchor("8a0f0d5e-52a1-4a3b-9a80-3f6f4f0f3c11", "production", NOON, NOON + timedelta(hours=1))

NO_UUID = '{"token": "x", "at": "2026-11-22T12:00:00+00:00", "due_until": "2026-11-22T12:00:00+00:00"}'


def test_what_was_written_is_read_again_in_each_folder_that_is_there(tmp_path: Path) -> None:
    folders = (tmp_path, tmp_path / "unmounted")
    assert read_anchors(folders, lineage="a", environment="production") == ()
    assert write_anchor(folders, MINE, lineage="a") == 1
    (file,) = tmp_path.iterdir()  # and no draft is left
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_anchors(folders, lineage="a", environment="production") == (MINE,)
    assert read_anchors(folders, lineage="a", environment="staging") == ()
    assert read_anchors(folders, lineage="b", environment="production") == ()


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"token": "x", "at": "noon", "due_until": "never"}', NO_UUID])
def test_an_anchor_that_nobody_can_read_agrees_with_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "anchor-production-a.json").write_text(content, encoding="utf-8")
    (found,) = read_anchors([tmp_path], lineage="a", environment="production")
    assert (found.token, found.at > NOON) == ("", True)


def test_a_draft_has_a_name_of_its_own_and_is_no_anchor(tmp_path: Path) -> None:
    """Containers that share a folder may share process ids, too."""
    others = tmp_path / f".anchor-production-a.json.{os.getpid()}"
    others.write_text("half", encoding="utf-8")
    assert read_anchors([tmp_path], lineage="a", environment="production") == ()
    assert write_anchor([tmp_path], MINE, lineage="a") == 1
    assert others.read_text(encoding="utf-8") == "half"
    assert read_anchors([tmp_path], lineage="a", environment="production") == (MINE,)


def test_without_a_folder_for_it_there_is_no_sending(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unmounted"):
        write_anchor([tmp_path / "unmounted"], MINE, lineage="a")
    taken = tmp_path / "anchor-production-a.json"
    taken.mkdir()
    with pytest.raises(OSError, match="directory"):
        write_anchor([tmp_path], MINE, lineage="a")
    assert list(tmp_path.iterdir()) == [taken]  # the draft is gone
