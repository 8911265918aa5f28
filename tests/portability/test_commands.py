"""Do the operator's commands answer with data, sentences and the right exit code?"""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.core.management import call_command

from portability.models import Export
from portability.services.exports.build import package_path
from portability.services.stores import files_place
from tests.portability.content import an_account, unpacked
from tests.portability.small_slack import write_slack

DONE, ERROR, REFUSED, NOTHING = 0, 1, 2, 3


def run(*words: str) -> tuple[int, Any, str]:
    """Exit code, the JSON document, and what stands on stderr."""
    out, err = StringIO(), StringIO()
    code = DONE
    try:
        call_command(*words, "--json", stdout=out, stderr=err)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(out.getvalue()) if out.getvalue() else None, err.getvalue()


@pytest.fixture
def source(tmp_path: Path) -> str:
    an_account()
    return str(write_slack(tmp_path / "slack"))


@pytest.mark.django_db
def test_content_comes_in_once(source: str) -> None:
    code, report, _ = run("content", "import", "acme", source, "--connector", "slack")
    assert (code, report["kinds"]["message"], report["events_new"]) == (DONE, 3, 3)
    code, report, _ = run("content", "import", "acme", source, "--connector", "slack")
    assert (code, report["status"]) == (NOTHING, "unchanged")
    code, report, err = run("content", "import", "nobody", source, "--connector", "slack")
    assert (code, "nobody" in err) == (ERROR, True)
    assert run("content", "import", "acme", source, "--connector", "irc")[0] == ERROR


@pytest.mark.django_db
def test_an_export_from_preview_to_a_valid_bag(source: str, tmp_path: Path) -> None:
    """Issue: export preview, request --wait --out, status, verify; bagit accepts what comes out."""
    run("content", "import", "acme", source, "--connector", "slack")
    axes = ("--account", "acme", "--from", "2016-01-01", "--to", "2016-02-01", "--zone", "UTC", "--person", "ann")
    code, preview, _ = run("export", "preview", *axes)
    assert (code, preview["kinds"]["message"]) == (DONE, 1)
    out = str(tmp_path / "out")
    code, export, _ = run("export", "request", *axes, "--format", "jsonl,csv,html", "--out", out)
    assert (code, export["status"], export["totals"]["exported"]) == (DONE, "ready", preview["exported"])
    assert Path(export["path"]).stat().st_size == export["package"]["bytes"]
    assert preview["package_bytes"][0] <= export["package"]["bytes"] <= preview["package_bytes"][1] * 3  # three formats
    assert bagit.Bag(str(unpacked(Export.objects.get(), tmp_path / "bag"))).validate()
    assert run("export", "status", "--account", "acme")[1][0]["uuid"] == export["uuid"]
    assert run("export", "verify", "--account", "acme")[0] == DONE
    package = files_place().local_path(package_path(Export.objects.get()))
    assert package is not None
    content = package.read_bytes()
    package.write_bytes(content[:2000] + bytes([content[2000] ^ 1]) + content[2001:])
    code, verdict, _ = run("export", "verify", "--account", "acme")
    assert (code, verdict["problems"][0]) == (REFUSED, "package.zip: not the bytes that were made")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "axes",
    [("--from", "yesterday"), ("--keyword", " "), ("--person", "nobody"), ("--format", "docx"), ("--zone", "Mars/One")],
)
def test_an_export_that_cannot_be_meant_ends_with_a_reason(source: str, axes: tuple[str, ...]) -> None:
    run("content", "import", "acme", source, "--connector", "slack")
    code, answer, err = run("export", "request", "--account", "acme", *axes)
    assert (code, bool(err), list(answer)) == (ERROR, True, ["error"])


@pytest.mark.django_db
def test_cancel_and_decline(source: str) -> None:
    run("content", "import", "acme", source, "--connector", "slack")
    run("export", "request", "--account", "acme")
    code, export, _ = run("export", "cancel", "--account", "acme")
    assert (code, export["status"]) == (DONE, "cancelled")
    assert run("export", "cancel", "--account", "acme")[0] == REFUSED
    assert run("export", "decline", "--account", "acme", "--words", "No, thank you.")[0] == DONE
    assert run("export", "decline", "--account", "acme", "--words", " ")[0] == ERROR


@pytest.mark.django_db
def test_an_archive_from_snapshot_to_drill_and_tampering(source: str, tmp_path: Path) -> None:
    """Done when: one flipped byte anywhere makes archive verify fail by name (exit 2)."""
    run("content", "import", "acme", source, "--connector", "slack")
    assert run("archive", "copy", "--account", "acme")[0] == ERROR
    assert run("archive", "snapshot", "--account", "acme")[0] == DONE
    assert run("drill", "run", "--account", "acme")[0] == ERROR
    places = [(tmp_path / name).as_uri() for name in ("one", "two")]
    assert run("archive", "copy", "--account", "acme", "--to", places[0], "--to", places[1])[0] == DONE
    assert run("archive", "verify", "--account", "acme")[0] == DONE
    code, drills, _ = run("drill", "run", "--account", "acme")
    assert (code, [each["depth"] for each in drills]) == (DONE, ["equal", "equal"])
    assert run("archive", "verify", "--account", "acme", "--quick")[0] == DONE
    victim = next((tmp_path / "one").rglob("*.jsonl.zst"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"\0")
    code, verdict, _ = run("archive", "verify", "--account", "acme")
    assert code == REFUSED
    assert [problem.rpartition("/")[2] for problem in verdict["problems"]] == [f"{victim.name}: changed"]
    victim.unlink()
    assert "missing" in run("archive", "verify", "--account", "acme")[1]["problems"][0]
    code, drills, _ = run("drill", "run", "--account", "acme")
    assert (code, [each["depth"] for each in drills]) == (REFUSED, ["nothing", "equal"])
    (tmp_path / "two").rename(tmp_path / "away")
    victim.touch()
    (tmp_path / "one").rename(tmp_path / "gone")
    assert run("archive", "verify", "--account", "acme")[0] == ERROR
    assert len(run("archive", "status", "--account", "acme")[1]["snapshots"]) == 1
    assert len(run("drill", "status", "--account", "acme")[1]) == 4


@pytest.mark.django_db
def test_a_hold_needs_a_person(source: str) -> None:
    assert run("archive", "hold", "--account", "acme", "--reason", "Case 7")[0] == ERROR
