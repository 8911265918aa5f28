"""Which downloaded exports settle an account for G7? The whole without a failure of ours, and nothing less."""

from pathlib import Path

import pytest

from lifecycle.api import SunsetPlan
from portability.api import account_findings, confirm_download, import_content
from portability.models import Blob, Export
from portability.rules.filters import Attachments, Filter, PersonSense
from portability.services.stores import content_store, files_place
from tests.cast import a_plan, acme
from tests.portability.content import NOON, OPERATOR, built, small_talk
from tests.portability.small_slack import Rows, write_slack


@pytest.fixture
def plan(db: None) -> SunsetPlan:
    return a_plan()


def fetched(**axes: object) -> Export:
    export = built(acme(), **axes)
    assert confirm_download(export=export, sha256=export.package_sha256, actor=OPERATOR, now=NOON)
    return export


def heard(plan: SunsetPlan) -> tuple[object, str]:
    found = account_findings(account=acme(), plan=plan, now=NOON)["export_settled"]
    return found.value, found.detail


@pytest.mark.parametrize(
    ("narrowing", "axis"),
    [
        ({"from_ms": 0}, "time"), ({"to_ms": 2**42}, "time"), ({"persons": ("U1",)}, "person"),
        ({"places": ("C1",)}, "place"), ({"keywords": ("budget",)}, "keyword"),
        ({"attachments": Attachments.WITHOUT}, "attachments"),
    ],
)  # fmt: skip
def test_a_filter_knows_on_which_axes_it_narrows(narrowing: dict[str, object], axis: str) -> None:
    assert [each.value for each in Filter(**narrowing).narrowing] == [axis]  # type: ignore[arg-type]  # by name
    assert Filter(zone="Asia/Tokyo", sense=PersonSense.TOOK_PART).narrowing == ()


def test_a_part_settles_nothing_until_the_whole_is_fetched(plan: SunsetPlan, tmp_path: Path) -> None:
    small_talk(acme(), tmp_path)
    fetched(keywords=("budget",), attachments=Attachments.WITHOUT)
    assert heard(plan) == (False, "only part was exported: narrowed by keyword, attachments")
    fetched()
    assert heard(plan) == (True, "downloaded and verified on 2027-03-01")


def test_files_that_were_links_at_the_source_are_said_and_settle(plan: SunsetPlan, tmp_path: Path) -> None:
    """Slack had no bytes of them: the receipt lists each, and nothing of ours failed."""
    files: Rows = [{"id": f"F{n}", "name": f"{n}.txt", "url_private": f"https://x.example/{n}"} for n in range(2)]
    talk: Rows = [{"type": "message", "user": "U1", "text": "see", "ts": "1451606400.000001", "files": files}]
    folder = write_slack(tmp_path / "slack", {"general/2016-01-01.json": talk})
    import_content(account=acme(), connector="slack", path=folder, actor=OPERATOR, now=NOON)
    assert fetched().is_complete is False
    words = "downloaded and verified on 2027-03-01; 2 files were missing at the source, listed in its receipt"
    assert heard(plan) == (True, words)


def test_a_file_that_we_lost_is_a_failure_and_settles_nothing(plan: SunsetPlan, tmp_path: Path) -> None:
    """Its bytes were taken in; that they are gone is no fault of the source."""
    row: dict[str, object] = {"id": "F1", "name": "minutes.txt", "mimetype": "text/plain"}
    talk: Rows = [{"type": "message", "user": "U1", "text": "see", "ts": "1451606400.000001", "files": [row]}]
    folder = write_slack(tmp_path / "slack", {"general/2016-01-01.json": talk})
    upload = folder / "__uploads" / "F1" / "minutes.txt"
    upload.parent.mkdir(parents=True)
    upload.write_text("what was said", encoding="utf-8")
    import_content(account=acme(), connector="slack", path=folder, actor=OPERATOR, now=NOON)
    place, path = files_place(), content_store(acme()).blob_path(Blob.objects.get().sha256)
    place.delete(path)
    export = fetched()
    assert (export.is_complete, export.summary["totals"]["missing_files"]) == (False, 0)
    assert heard(plan) == (False, "only part was exported: 1 item failed")
