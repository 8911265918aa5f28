"""Does a filter take what it says, and refuse what cannot be meant (B1)?"""

from typing import Any

import pytest

from portability.rules import im
from portability.rules.filters import Attachments, BadFilter, Clause, Filter, PersonSense, Selection
from portability.rules.kinds import ContentType, Kind
from portability.rules.records import Record
from portability.rules.requests import ExportRequest, Format, as_json, from_json, instant_ms


def said(text: str = "hello", at: int = 1000, sender: str = "U1", **body: Any) -> Record:
    message = im.Message(sender=sender, **body)
    return Record(
        Kind.MESSAGE,
        "m",
        "acme",
        message,
        container="C1",
        persons=(sender,),
        at=at,
        content_type=ContentType.TEXT,
        text=text,
    )


def file(name: str = "plan.pdf") -> Record:
    body = im.Attachment("m", name, im.BlobStatus.MISSING)
    return Record(Kind.ATTACHMENT, "f", "acme", body, container="C1", at=1000, content_type=ContentType.FILE)


@pytest.mark.parametrize(("at", "clause"), [(999, Clause.TIME), (1000, None), (1999, None), (2000, Clause.TIME)])
def test_time_takes_its_start_and_not_its_end(at: int, clause: Clause | None) -> None:
    assert Selection(Filter(from_ms=1000, to_ms=2000)).exclusion(said(at=at)) is clause


def test_records_without_time_are_not_left_out_by_time() -> None:
    channel = Record(Kind.CONTAINER, "C1", "acme", im.Container("general"))
    assert Selection(Filter(from_ms=1, to_ms=2)).exclusion(channel) is None


def test_taking_part_is_more_than_sending() -> None:
    reacted = said(sender="U2", reactions=(im.Reaction("+1", "U1"),))
    named = said(sender="U2", mentions=("U1",))
    for record in (reacted, named):
        assert Selection(Filter(persons=("U1",))).exclusion(record) is Clause.PERSON
        assert Selection(Filter(persons=("U1",), sense=PersonSense.TOOK_PART)).exclusion(record) is None


def test_a_person_filter_takes_that_user_and_no_other() -> None:
    users = [Record(Kind.USER, name, "acme", im.Person(name)) for name in ("U1", "U2")]
    assert [Selection(Filter(persons=("U1",))).exclusion(each) for each in users] == [None, Clause.PERSON]


def test_place_takes_the_channel_and_what_is_in_it() -> None:
    channels = [Record(Kind.CONTAINER, name, "acme", im.Container(name)) for name in ("C1", "C2")]
    found = [Selection(Filter(places=("C1",))).exclusion(each) for each in (*channels, said())]
    assert found == [None, Clause.PLACE, None]


@pytest.mark.parametrize(
    ("keyword", "text", "is_found"),
    [
        ("plan", "the PLAN is", True),
        ("plan", "planned", False),
        ("the plan", "so the\n plan", True),
        ("ﬁle", "a FILE", True),
        ("计划", "这是计划书", True),
        ("straße", "STRASSE 5", True),
        (".*", "anything", False),
        ("c++", "I like C++ a lot", True),
    ],
)
def test_keywords_are_words_or_phrases_in_any_dress(keyword: str, text: str, is_found: bool) -> None:
    assert (Selection(Filter(keywords=(keyword,))).exclusion(said(text)) is None) is is_found


@pytest.mark.parametrize(
    ("wanted", "message", "attachment"),
    [
        (Attachments.WITH, None, None),
        (Attachments.WITHOUT, None, Clause.ATTACHMENTS),
        (Attachments.ONLY, Clause.ATTACHMENTS, None),
    ],
)
def test_attachments_with_without_and_only(
    wanted: Attachments, message: Clause | None, attachment: Clause | None
) -> None:
    selection = Selection(Filter(attachments=wanted))
    assert (selection.exclusion(said()), selection.exclusion(file())) == (message, attachment)


@pytest.mark.parametrize(
    "axes",
    [
        {"persons": ()}, {"persons": ("",)}, {"places": ()}, {"types": ()}, {"keywords": (" ",)}, {"keywords": ()},
        {"from_ms": 5, "to_ms": 5}, {"zone": "Mars/Olympus"}, {"zone": ""}, {"zone": "../etc/passwd"},
    ],
)  # fmt: skip
def test_an_empty_list_never_means_all(axes: dict[str, Any]) -> None:
    with pytest.raises(BadFilter):
        Filter(**axes)


def test_the_same_request_has_the_same_hash_however_it_is_written() -> None:
    one = ExportRequest(Filter(persons=("U2", "U1")), (Format.CSV, Format.JSONL))
    other = ExportRequest(Filter(persons=("U1", "U2")), (Format.JSONL, Format.CSV))
    assert one.sha256 == other.sha256
    assert from_json(as_json(one)).sha256 == one.sha256


@pytest.mark.parametrize(
    "value",
    [
        {"filter": []}, {"formats": "csv"}, {"formats": []}, {"formats": ["exe"]}, {"filter": {"person": ["U1"]}},
        {"filter": {"from_ms": "1"}}, {"filter": {"from_ms": True}}, {"filter": {"persons": "U1"}}, {"secret": 1},
        {"filter": {"types": ["poem"]}}, {"filter": {"attachments": "maybe"}},
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_read_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(BadFilter):
        from_json(value)


def test_days_begin_in_their_zone() -> None:
    assert instant_ms("2016-07-04", "Europe/Berlin", "from") == 1467583200000
    assert instant_ms("2016-07-04T00:00+02:00", "UTC", "from") == 1467583200000
    for text in ("2016-07-04T00:00", "yesterday", "0000-01-01", "2016-13-01"):
        with pytest.raises(BadFilter):
            instant_ms(text, "UTC", "from")
