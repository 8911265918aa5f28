"""A letter of several notices greets once, names each account, and reads as its language does (A12, D3)."""

import pytest

from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import NoticeCode
from notifications.services.packed_text import Part, packed_text
from notifications.services.render import render_notice
from tests.notifications.letters import letter

COUNTED = {"en": "3 notices", "ru": "собраны 3 уведомления", "zh-hans": "合并了 3 则通知"}
GREETING = {"en": "Dear Зоя,", "ru": "Здравствуйте, Зоя!", "zh-hans": "尊敬的Зоя："}


@pytest.mark.parametrize("language", COUNTED)
def test_three_notices_are_three_sections_of_one_letter(language: str) -> None:
    names = ("№ 17", "№ 18", "<b>№ 19</b>")
    text = render_notice(letter(NoticeCode.SUNSET_REMINDER, language), Tier.STANDARD, has_html=False)
    read = packed_text([Part(each, "Зоя", text) for each in names], language)
    assert COUNTED[language] in read.text
    for shown in (read.text, read.html):
        assert shown.count(GREETING[language]) == 1
        assert "2. № 18" in shown
    assert read.html.count("&lt;b&gt;№ 19&lt;/b&gt;") == 2
    assert read.subject.startswith(text.subject)
    assert language == "en" or "notice" not in read.subject + read.text
