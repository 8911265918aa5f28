"""Does each known trap of Slack exports end as it should?"""

from pathlib import Path

import pytest

from portability.connectors.found import StructuralFault
from portability.rules import im
from portability.rules.kinds import ContentType, Kind
from tests.portability.connectors.reading import read_slack
from tests.portability.small_slack import Rows, write_slack

DAY = "general/2016-01-01.json"


def one(folder: Path, **fields: object) -> Path:
    row: dict[str, object] = {"type": "message", "user": "U1", "text": "hi", "ts": "1451606400.000001"}
    return write_slack(folder, {DAY: [{**row, **fields}]})


def test_a_time_stamp_is_text_and_never_a_float(tmp_path: Path) -> None:
    """C2: sixteen digits survive; half a millisecond is cut, not rounded."""
    record, _ = read_slack(one(tmp_path, ts="1451606400.999900")).message()
    assert (record.id, record.at, record.at_source) == ("C1/1451606400.999900", 1451606400999, "1451606400.999900")


@pytest.mark.parametrize("ts", [1451606400.5, "", "yesterday", "0000000000.000000", "999999999999.000000", None])
def test_a_row_without_usable_time_is_quarantined(tmp_path: Path, ts: object) -> None:
    finds = read_slack(one(tmp_path, ts=ts))
    assert [(each.file, each.line, each.column) for each in finds.bad] == [(DAY, 1, "ts")]


def test_an_unknown_sender_becomes_an_unknown_user(tmp_path: Path) -> None:
    finds = read_slack(one(tmp_path, user="U9"))
    assert [(each.id, each.body.known) for each in finds.of(Kind.USER) if isinstance(each.body, im.Person)][-1] == (
        "U9",
        False,
    )


def test_a_bot_without_user_sends_under_its_bot_id(tmp_path: Path) -> None:
    finds = read_slack(one(tmp_path, user=None, bot_id="B7", username="deploy"))
    assert finds.message()[1].sender == "B7"
    assert finds.uses[0].module == "bots"


def test_a_reply_in_another_day_file_names_its_root(tmp_path: Path) -> None:
    """C2: threads cross days; a thread is a use of its own."""
    root: dict[str, object] = {
        "type": "message",
        "user": "U1",
        "text": "q",
        "ts": "1451606400.000001",
        "thread_ts": "1451606400.000001",
    }
    reply = {**root, "text": "a", "ts": "1451692800.000001"}
    finds = read_slack(write_slack(tmp_path, {DAY: [root], "general/2016-01-02.json": [reply]}))
    first, second = (body for _, body in finds.messages())
    assert (first.reply_to, second.reply_to) == (None, "C1/1451606400.000001")
    assert [use.action for use in finds.uses if use.module == "threads"] == ["thread.reply"]


def test_a_broadcast_reply_told_twice_is_one_record(tmp_path: Path) -> None:
    reply: dict[str, object] = {
        "type": "message",
        "user": "U1",
        "text": "a",
        "ts": "1451692800.000001",
        "thread_ts": "1451606400.000001",
    }
    rows: Rows = [reply, {**reply, "subtype": "thread_broadcast"}]
    one_record, other = (record for record, _ in read_slack(write_slack(tmp_path, {DAY: rows})).messages())
    assert (one_record.id, one_record.body) == (other.id, other.body)


def test_logged_edits_and_deletions_apply_in_order(tmp_path: Path) -> None:
    """B3: the text of each version stays; the newest one shows."""
    said: dict[str, object] = {"type": "message", "user": "U1", "text": "v1", "ts": "1451606400.000001"}
    rows: Rows = [said, _changed("v1", "v2", "1451606500.000001"), _changed("v2", "v3", "1451606600.000001")]
    rows.append(
        {
            "type": "message",
            "subtype": "message_deleted",
            "ts": "1451606700.000001",
            "deleted_ts": said["ts"],
            "user": "U1",
        }
    )
    record, body = read_slack(write_slack(tmp_path, {DAY: rows})).message()
    assert (record.text, [edit.text for edit in body.edits]) == ("v3", ["v1", "v2"])
    assert (body.deleted_at, body.deleted_by) == (1451606700000, "U1")


def _changed(before: str, after: str, ts: str) -> dict[str, object]:
    target = "1451606400.000001"
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "ts": ts,
        "message": {"user": "U1", "text": after, "ts": target, "edited": {"user": "U1", "ts": ts}},
        "previous_message": {"user": "U1", "text": before, "ts": target},
    }


def test_an_edit_of_a_message_older_than_the_log_keeps_it(tmp_path: Path) -> None:
    record, body = read_slack(write_slack(tmp_path, {DAY: [_changed("v1", "v2", "1451606500.000001")]})).message()
    assert (record.id, record.text, len(body.edits)) == ("C1/1451606400.000001", "v2", 1)


@pytest.mark.parametrize(("mode", "why"), [("tombstone", "deleted"), ("hidden_by_limit", "limit"), ("hosted", "link")])
def test_a_file_without_bytes_is_missing_with_its_reason(tmp_path: Path, mode: str, why: str) -> None:
    finds = read_slack(one(tmp_path, files=[{"id": "F1", "name": "a.png", "mimetype": "image/png", "mode": mode}]))
    (file,) = finds.of(Kind.ATTACHMENT)
    assert isinstance(file.body, im.Attachment)
    assert (file.body.status, file.content_type) == (im.BlobStatus.MISSING, ContentType.IMAGE)
    assert why in (file.body.why or "")


def test_uploaded_bytes_decide_what_a_file_is(tmp_path: Path) -> None:
    """B3: a page that calls itself a picture is a file."""
    path = one(tmp_path, file={"id": "F1", "name": "photo.png", "mimetype": "image/png", "size": 1})
    upload = path / "__uploads" / "F1" / "photo.png"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"<html>not a picture</html>")
    finds = read_slack(path)
    (file,) = finds.of(Kind.ATTACHMENT)
    assert isinstance(file.body, im.Attachment)
    assert (file.body.status, file.body.size, file.content_type) == (im.BlobStatus.PRESENT, 26, ContentType.FILE)
    assert [blob.sha256 for blob in finds.blobs] == list(file.blobs)


def test_text_stays_untouched_and_lone_surrogates_are_kept_aside(tmp_path: Path) -> None:
    path = one(tmp_path)
    text = "=1+1 \\ud800 \\u0007 &amp; <@U2|bob> \\u200f"
    (path / DAY).write_text(f'[{{"type":"message","user":"U1","text":"{text}","ts":"1451606400.000001"}}]', "utf-8")
    record, body = read_slack(path).message()
    assert record.text == "=1+1 \ufffd \x07 &amp; <@U2|bob> \u200f"
    assert record.text_lossy
    assert body.mentions == ("U2",)


def test_a_folder_that_no_list_names_is_an_unknown_channel(tmp_path: Path) -> None:
    finds = read_slack(write_slack(tmp_path, {"ghost/2016-01-01.json": []}))
    assert [each.id for each in finds.of(Kind.CONTAINER)] == ["C1", "ghost"]


def test_unknown_fields_are_reported_once_with_an_example(tmp_path: Path) -> None:
    """C10: nothing unmapped is dropped in silence; the source's own record keeps it."""
    finds = read_slack(one(tmp_path, mood="sunny"))
    assert [(each.field, each.example) for each in finds.unmapped] == [("message.mood", '{"mood":"sunny"}')]
    assert '"mood":"sunny"' in (finds.message()[0].raw or "")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (DAY, "[{", "not JSON"),
        (DAY, '[{"ts":"1","ts":"2"}]', "twice"),
        (DAY, "[NaN]", "no JSON number"),
        (DAY, "{}", "expected a list"),
        (DAY, "[" * 200 + "]" * 200, "deeper"),
        ("users.json", "[1]", "an object with an id"),
        ("channels.json", "", "not JSON"),
    ],
)
def test_a_structural_fault_names_file_and_reason(tmp_path: Path, name: str, content: str, words: str) -> None:
    path = one(tmp_path)
    (path / name).write_text(content, "utf-8")
    with pytest.raises(StructuralFault, match=words) as caught:
        read_slack(path)
    assert name in str(caught.value)
