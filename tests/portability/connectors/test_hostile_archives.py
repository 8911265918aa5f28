"""Is an archive that may do harm refused whole, with a reason that names the entry (S18, N50)?"""

import io
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from portability.connectors.source import RefusedInput, open_source
from portability.rules.archive_entries import Entry, Limits, refusal

Maker = Callable[[zipfile.ZipFile], None]


def a_zip(path: Path, make: Maker) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.json", "[]")
        make(archive)
    return path


def _link(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("general/link.json")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


HOSTILE: dict[str, tuple[Maker, str]] = {
    "up": (lambda archive: archive.writestr("../evil.json", "x"), "outside"),
    "up inside": (lambda archive: archive.writestr("a/../../evil.json", "x"), "outside"),
    "absolute": (lambda archive: archive.writestr("/etc/evil", "x"), "absolute"),
    "drive": (lambda archive: archive.writestr("C:/evil", "x"), "absolute"),
    "backslash": (lambda archive: archive.writestr("a\\..\\evil", "x"), "portable|outside"),
    "control": (lambda archive: archive.writestr("a\nb.json", "x"), "portable"),
    "link": (_link, "link"),
    "bomb": (lambda archive: archive.writestr("zeros", b"\0" * 30_000_000), "times its size"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_refused_before_a_byte_is_read(tmp_path: Path, kind: str) -> None:
    make, words = HOSTILE[kind]
    path = a_zip(tmp_path / "export.zip", make)
    with pytest.raises(RefusedInput, match=words), open_source(path):
        pytest.fail("it was opened")
    assert [each.name for each in tmp_path.iterdir()] == ["export.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "export.zip", lambda archive: archive.writestr("users.json", "[1]"))
    with pytest.raises(RefusedInput, match="twice"), open_source(path):
        pytest.fail("it was opened")


def test_entries_that_lie_over_each_other_are_refused() -> None:
    """The bomb without nesting: many entries share the same packed bytes."""
    entries = [Entry("a", 10, 1000, offset=0), Entry("b", 10, 1000, offset=500)]
    assert "overlap" in (refusal(entries, Limits(), 2000) or "")


def test_too_many_entries_and_too_many_bytes_are_refused() -> None:
    many = [Entry(str(number), 1, 1) for number in range(11)]
    assert refusal(many, Limits(entries=10), 100) == "it holds 11 entries; the limit is 10"
    assert refusal(many, Limits(entries=11), 100) is None
    assert "unpacks to 200 bytes" in (refusal([Entry("a", 200, 100)], Limits(total_bytes=100), 100) or "")


def test_a_damaged_entry_is_refused_by_name(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "export.zip", lambda archive: archive.writestr("channels.json", "[]" + " " * 500))
    content = path.read_bytes()
    place = content.index(b"channels.json") + len("channels.json") + 2
    path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
    with open_source(path) as source, pytest.raises(RefusedInput, match=r"'channels\.json' is damaged"):
        source.read("channels.json")


def test_a_hostile_tar_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "logs.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("../evil.log")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(RefusedInput, match="outside"), open_source(path):
        pytest.fail("it was opened")


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "neither"), (b"<html>sign in</html>", "neither"), (None, "no such")]
)
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "export.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RefusedInput, match=words), open_source(path):
        pytest.fail("it was opened")


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text("[]")
    (tmp_path / "channels.json").symlink_to("/etc/passwd")
    with open_source(tmp_path) as source:
        assert source.names() == ["users.json"]
