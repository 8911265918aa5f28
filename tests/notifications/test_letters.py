"""Every notice is whole in every language and tier, and no name that a customer bears can break it (A11, S11, S13)."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings

from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.parts import REQUIRED, Part
from notifications.services.render import CannotRender, render_notice
from tests.notifications.letters import EXPORT_URL, HELPER_EMAIL, NOTICE_URL, REPLACEMENT_URL, letter

ROOT = Path(settings.BASE_DIR) / "templates" / "notices"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
KNOWN_LATIN = (EXPORT_URL, NOTICE_URL, REPLACEMENT_URL, HELPER_EMAIL, "Europe/Moscow")
EVERY_LETTER = pytest.mark.parametrize(
    ("code", "tier", "language"), [(code, tier, lang) for code in NoticeCode for tier in Tier for lang in LANGUAGES]
)


def test_every_notice_has_its_three_files_for_every_tier_and_no_others() -> None:
    found = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file() and "_parts" not in path.parts}
    files = ("subject.txt", "body.txt", "body.mjml")
    frame = {f"digest/{name}" for name in ("subject.txt", "body.txt", "body.html", "_intro.txt", "_title.txt")}
    assert found == frame | {f"{code}/{tier}/{name}" for code in NoticeCode for tier in Tier for name in files}


@EVERY_LETTER
def test_text_and_html_are_whole_and_say_the_same_dates_links_and_figures(
    code: NoticeCode, tier: Tier, language: str
) -> None:
    facts = letter(code, language)
    made = render_notice(facts, tier)
    html = " ".join(unescape(re.sub(r"<[^>]+>", " ", made.html.partition("<body>")[2])).split())
    wanted = [facts.helper_email]
    parts = REQUIRED[code]
    wanted += [line.text for line in facts.dates] if Part.DATES in parts else []
    wanted += [facts.export_url] if Part.EXPORT in parts else []
    wanted += [facts.notice_url] if Part.ACKNOWLEDGE in parts else []
    wanted += [facts.figures.uses_text] if Part.EFFECT in parts and facts.figures else []
    for value in wanted:
        assert " ".join(value.split()) in " ".join(made.text.split())
        assert " ".join(value.split()) in html
    assert made.subject
    assert len(made.html) < 100_000
    assert f'lang="{language}"' in made.html


@EVERY_LETTER
def test_no_sentence_is_left_in_english(code: NoticeCode, tier: Tier, language: str) -> None:
    if language == "en":
        return
    made = render_notice(letter(code, language), tier)
    said = f"{made.subject}\n{made.text}"
    for known in KNOWN_LATIN:
        said = said.replace(known, "")
    assert not re.findall(r"[A-Za-z]{3,}", said)


@pytest.mark.parametrize(
    ("people", "said"), [(1, "пользовался 1 сотрудник "), (3, "3 сотрудника "), (11, "11 сотрудников ")]
)
def test_russian_counts_people_rightly(people: int, said: str) -> None:
    facts = letter(NoticeCode.LAST_CALL, "ru")
    assert facts.figures is not None
    figures = type(facts.figures)(people, str(people), 1, "1")
    assert said in render_notice(letter(NoticeCode.LAST_CALL, "ru", figures=figures), Tier.KEY).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_use_never_reads_as_zero(language: str) -> None:
    known = render_notice(letter(NoticeCode.SUNSET_ANNOUNCED, language), Tier.KEY).text
    unknown = render_notice(letter(NoticeCode.SUNSET_ANNOUNCED, language, figures=None), Tier.KEY).text
    word = {"en": "unknown", "zh-hans": "尚不清楚", "ru": "неизвестно"}[language]
    assert word in unknown
    assert word not in known
    assert not re.search(r"\b0\b", unknown)


def test_html_in_names_is_text_in_mail() -> None:
    facts = letter(
        NoticeCode.LAST_CALL, "en", account_name="<script>alert(1)</script>", module_name="<b>Files</b> {{ n }}"
    )
    made = render_notice(facts, Tier.KEY)
    assert "<script" not in made.html
    assert "&lt;script&gt;" in made.html
    assert "{{ n }}" in made.html


def test_mjml_in_names_is_inert() -> None:
    made = render_notice(letter(NoticeCode.LAST_CALL, "en", account_name="</mj-text><mj-raw><img src=x>"), Tier.KEY)
    assert "<img" not in made.html


def test_a_line_break_in_a_name_cannot_start_a_header() -> None:
    facts = letter(NoticeCode.LAST_CALL, "en", module_name="Files\r\nBcc: all@example.com")
    subject = render_notice(facts, Tier.KEY).subject
    assert "\n" not in subject
    assert "\r" not in subject


@pytest.mark.parametrize("missing", ["helper_email", "notice_url", "export_url", "reason_kind"])
def test_a_letter_that_lacks_a_part_is_not_sent(missing: str) -> None:
    with pytest.raises(CannotRender):
        render_notice(letter(NoticeCode.SUNSET_ANNOUNCED, "en", **{missing: ""}), Tier.STANDARD)


def test_templates_speak_only_of_declared_facts() -> None:
    declared = set(letter(NoticeCode.LAST_CALL, "en").__slots__)
    for path in ROOT.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert set(re.findall(r"\bn\.(\w+)", text)) <= declared, path
            assert set(re.findall(r"{%-?\s*(\w+)", text)) <= {
                "load",
                "include",
                "trans",
                "blocktrans",
                "endblocktrans",
                "plural",
                "if",
                "elif",
                "else",
                "endif",
                "for",
                "endfor",
            }, path


def test_the_same_facts_make_the_same_letter() -> None:
    facts = letter(NoticeCode.SUNSET_REMINDER, "zh-hans")
    assert render_notice(facts, Tier.LIGHT).sha == render_notice(facts, Tier.LIGHT).sha
