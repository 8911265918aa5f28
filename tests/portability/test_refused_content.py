"""Is bad input refused whole, with words that help, and with nothing left behind?"""

import json
import zipfile
from pathlib import Path

import pytest

from lifecycle.api import Account, AuditEvent, BadInput
from portability.api import ContentReport, import_content
from portability.models import ContentImport, Segment, Snapshot
from portability.services.stores import content_store, files_place
from tests.portability.content import NOON, OPERATOR, an_account, small_talk
from tests.portability.small_slack import TALK, Rows, write_slack

DAY = "general/2016-01-01.json"


def bring(account: Account, path: Path, connector: str = "slack", zone: str | None = None) -> ContentReport:
    return import_content(account=account, connector=connector, path=path, actor=OPERATOR, now=NOON, zone=zone)


def nothing_is_left(account: Account) -> bool:
    folder = files_place().local_path(content_store(account).folder)
    return not Snapshot.objects.exists() and not Segment.objects.exists() and folder is not None and not folder.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../evil.json", "/etc/evil", "zeros"])
def test_a_hostile_zip_leaves_nothing_but_its_refusal(tmp_path: Path, name: str) -> None:
    """S18: refused whole, on record, and no file of it anywhere."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.json", "[]")
        archive.writestr("channels.json", "[]")
        archive.writestr(name, b"\0" * 20_000_000)
    acme = an_account()
    with pytest.raises(BadInput, match=r"export\.zip"):
        bring(acme, path)
    assert nothing_is_left(acme)
    assert ContentImport.objects.get().status == ContentImport.Status.REFUSED
    assert AuditEvent.objects.filter(action="portability.content.refused", account=acme).exists()
    assert [each.name for each in tmp_path.iterdir()] == ["export.zip"]


@pytest.mark.django_db
def test_more_than_one_bad_row_in_a_hundred_refuses_the_whole(tmp_path: Path) -> None:
    rows: Rows = [*TALK, {"type": "message", "text": "no time"}]
    acme = an_account()
    with pytest.raises(BadInput, match=r"1 of \d+ rows are bad") as caught:
        bring(acme, write_slack(tmp_path, {DAY: rows}))
    assert f"{DAY}, line 4: ts: no time stamp" in str(caught.value)
    assert nothing_is_left(acme)


@pytest.mark.django_db
def test_a_few_bad_rows_are_listed_and_the_good_ones_kept(tmp_path: Path) -> None:
    rows: Rows = [
        {"type": "message", "user": "U1", "text": str(number), "ts": f"1451606400.{number:06d}"}
        for number in range(200)
    ]
    report = bring(acme := an_account(), write_slack(tmp_path, {DAY: [*rows, {"type": "message", "ts": "never"}]}))
    assert (report.kinds["message"], report.counts["quarantined"]) == (200, 1)
    done = ContentImport.objects.get(account=acme)
    problems = [json.loads(line) for line in b"".join(files_place().pieces(done.problems_path)).splitlines()]
    assert [(each["file"], each["line"], each["column"]) for each in problems] == [(DAY, 201, "ts")]


@pytest.mark.django_db
def test_the_same_key_with_other_content_is_a_conflict_and_the_earlier_stays(tmp_path: Path) -> None:
    small_talk(acme := an_account(), tmp_path / "one")
    changed: Rows = [{**TALK[0], "text": "rewritten"}]
    report = bring(acme, write_slack(tmp_path / "two", {DAY: changed}))
    assert (report.counts["conflict"], report.counts["mapped"]) == (1, 0)
    assert report.is_unchanged


@pytest.mark.django_db
def test_new_messages_join_what_is_there(tmp_path: Path) -> None:
    first = small_talk(acme := an_account(), tmp_path / "one")
    more: Rows = [{**TALK[0], "ts": "1456790400.000001", "text": "later"}]
    second = bring(acme, write_slack(tmp_path / "two", {"general/2016-03-01.json": more}))
    assert second.records == first.records + 1
    assert second.root != first.root


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("connector", "zone", "words"), [("fax", None, "connector 'fax' is unknown"), ("irc", "Mars/One", "IANA")]
)
def test_what_cannot_be_meant_is_refused_with_a_remedy(
    tmp_path: Path, connector: str, zone: str | None, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        bring(an_account(), tmp_path, connector, zone)
