"""Days, places, spans and lists read as CLDR and the language have it (interface, section 6)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from lifecycle.api import words
from lifecycle.rules.verdicts import Reason, blocked
from lifecycle.services.sentences import sentence

AT = datetime(2027, 3, 14, 17, tzinfo=UTC)
# Names under which sentences are given a day: in Russian a day ends in "г." and brings its own full stop.
DAYS = {"day", "date", "until", "due", "earliest", "latest", "ended", "settled", "target", "which", "last", "off_date"}


@pytest.mark.parametrize(
    ("language", "instant", "size", "span", "rows"),
    [
        ("en", "14 Mar 2027, 18:00 Berlin", "15.3 MB", "3 months, 15 days", ("a, b", "a; b")),
        ("zh-hans", "2027年3月14日 18:00 柏林", "15.3 MB", "3 个月、15天", ("a、b", "a；b")),
        ("ru", "14 мар. 2027 г., 18:00 Берлин", "15,3 МБ", "3 месяца, 15 дней", ("a, b", "a; b")),
    ],
)
def test_what_stands_beside_each_other_follows_the_language(
    language: str, instant: str, size: str, span: str, rows: tuple[str, str]
) -> None:
    with translation.override(language):
        assert words.instant(AT, "Europe/Berlin").replace("\xa0", " ").replace("\u202f", " ") == instant
        assert words.size(15_300_000).replace("\xa0", " ") == size
        assert words.lasting("3 months and 15 days").replace("\xa0", " ") == span
        assert (words.listed("ab"), words.in_turn("ab")) == rows
        assert words.zone_name("Nowhere/My_Town") == "My Town"


def test_a_floor_is_named_in_the_language_of_the_reader() -> None:
    found = blocked("lead_time", Reason.TOO_EARLY, rule="own.core", needed="2 releases", earliest="2027-06-01")
    with translation.override("ru"):
        said = sentence(found.blockers[0])
    assert "2 версии" in said
    assert ".." not in said


def test_no_russian_sentence_puts_a_second_full_stop_behind_a_day() -> None:
    for path in (settings.BASE_DIR / "locale", Path(settings.BASE_DIR) / "notifications" / "locale"):
        with (path / "ru/LC_MESSAGES/django.po").open("rb") as source:
            catalog = read_po(source)
        for message in catalog:
            said = message.string if isinstance(message.string, tuple | list) else [message.string]
            assert not [each for each in said for day in DAYS if f"%({day})s." in str(each)], message.id
