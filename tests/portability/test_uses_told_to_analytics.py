"""Does an import of content say when analytics did not take the uses that it found?"""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from portability.api import ContentReport, import_content
from tests.portability.content import NOON, OPERATOR, an_account, small_talk
from tests.portability.small_slack import TALK, write_slack

LATE = {**TALK[0], "ts": "4102444800.000001"}  # in 2100: no clock of ours has been there
DAY = "general/2016-01-01.json"


def bring(folder: Path, shift: timedelta = timedelta(0)) -> ContentReport:
    return import_content(
        account=an_account(), connector="slack", path=folder, actor=OPERATOR, now=NOON, activity_shift=shift
    )


@pytest.mark.django_db
def test_uses_that_are_taken_leave_no_word(tmp_path: Path) -> None:
    report = small_talk(an_account(), tmp_path)
    assert (report.problems, report.events_new) == ((), 3)


@pytest.mark.django_db
def test_a_rejected_use_is_named_with_its_reason(tmp_path: Path) -> None:
    report = bring(write_slack(tmp_path, {DAY: [*TALK, LATE]}))
    assert report.events_new == 3
    (said,) = report.problems
    assert said.startswith("activity: 1 of 4 uses rejected: occurred_at ")


@pytest.mark.django_db
def test_uses_that_are_refused_whole_are_said_although_the_content_came_in(tmp_path: Path) -> None:
    report = bring(write_slack(tmp_path), timedelta(days=40 * 365))
    assert (report.status, report.events_new) == ("accepted", 0)
    assert any(each.startswith("activity refused: ") for each in report.problems)


@pytest.mark.django_db
def test_the_command_prints_it(tmp_path: Path) -> None:
    an_account()
    folder, out = write_slack(tmp_path, {DAY: [*TALK, LATE]}), StringIO()
    call_command("content", "import", "acme", str(folder), "--connector", "slack", stdout=out)
    assert "activity: 1 of 4 uses rejected" in out.getvalue()
