"""A2, N9, N22: a trial says of a file what its import then says, and writes nothing."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.management import call_command

from analytics.api import Recipe, try_files
from analytics.models import ActivityImport
from analytics.rules.import_report import FileOutcome, FileReport
from tests.analytics.feeds import NOW, feed, taken
from tests.cast import a_module, acme

pytestmark = pytest.mark.django_db

GOOD = ("2026-05-01T10:00:00Z", "acme", "u1", "reports")
BAD = ("nonsense", *GOOD[1:])


def tried(path: Path, *, strict: bool = False) -> FileReport:
    (report,) = try_files(addresses=[str(path)], recipe=Recipe(), strict=strict, now=NOW).files
    return report


@pytest.mark.parametrize(
    ("rows", "strict"),
    [
        ([GOOD, BAD] * 500, False),
        ([("1777629600", *GOOD[1:]), ("1777629600000", *GOOD[1:])], False),
        ([(*GOOD, "", "", "e1"), ("2026-05-01T11:00:00Z", *GOOD[1:], "", "", "e1")], False),
        ([*[GOOD] * 1_000, BAD], True),
        ([BAD], False),
    ],
    ids=["half is bad", "mixed units", "an id of two events", "strict", "none is good"],
)
def test_what_the_import_refuses_the_trial_refuses_in_the_same_words(
    tmp_path: Path, rows: Sequence[Sequence[str]], strict: bool
) -> None:
    path = feed(tmp_path / "a.csv", rows)
    trial = tried(path, strict=strict)
    assert (trial.outcome, ActivityImport.objects.count()) == (FileOutcome.TRIED, 0)
    (report,) = taken(path, strict=strict).files
    assert report.outcome is FileOutcome.REFUSED
    assert trial.message == report.message
    assert (trial.rows, trial.rejected, trial.reasons) == (report.rows, report.rejected, report.reasons)


def test_an_event_id_that_an_earlier_import_gave_another_event_is_found(tmp_path: Path) -> None:
    taken(feed(tmp_path / "a.csv", [(*GOOD, "", "", "e1")]))
    later = feed(tmp_path / "b.csv", [("2026-05-02T10:00:00Z", *GOOD[1:], "", "", "e1")])
    trial = tried(later)
    assert "event_id e1" in trial.message
    assert trial.message == taken(later).files[0].message


def test_what_is_known_or_empty_is_called_so(tmp_path: Path) -> None:
    path = feed(tmp_path / "a.csv", [GOOD])
    assert tried(path).message == ""
    taken(path)
    assert tried(path).outcome is FileOutcome.ALREADY
    assert tried(feed(tmp_path / "empty.csv", [])).outcome is FileOutcome.EMPTY


def test_the_text_shows_the_accounts_and_modules_met(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    acme(), a_module()
    path = str(feed(tmp_path / "a.csv", [GOOD, BAD]))
    call_command("import_activity", path, "--dry-run")
    said = capsys.readouterr().out
    assert "accounts met: acme" in said
    assert "modules met: reports" in said
    with pytest.raises(SystemExit) as end:
        call_command("import_activity", path, "--dry-run", "--strict")
    assert end.value.code == 1
    assert "--strict keeps none" in capsys.readouterr().err
