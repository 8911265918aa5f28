"""Which words may not leave, and what do names for values become (A8, A9)?"""

from dataclasses import replace

import pytest

from notifications.rules.lint import Letter, lint, past_dates
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.placeholders import fill, unknown_placeholders
from tests.notifications.letters import letter as facts_of

HOSTS = frozenset({"s.example"})
ENGLISH = "From Monday on, nobody can open it any more.\nSee https://s.example/x"
SOUND = Letter(NoticeCode.LAST_CALL, "key", "en", "It ends", ENGLISH, "<p>x</p>", is_mandatory=True)


def found(letter: Letter, english: str = ENGLISH) -> list[str]:
    return [each.criterion for each in lint(letter, hosts=HOSTS, english=english).blockers]


def test_a_sound_letter_passes() -> None:
    assert found(SOUND) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"subject": " "}, "lint_no_subject"),
        ({"subject": "It ends\r\nBcc: all@example.com"}, "lint_header"),
        ({"subject": "It \u202eends"}, "lint_header"),
        ({"text": " \n"}, "lint_no_text"),
        ({"html": "x" * 100_000}, "lint_size"),
        ({"text": "Look: https://elsewhere.example/x"}, "lint_link"),
        ({"text": "Dear {{account.nmae}}"}, "lint_placeholder"),
        ({"text": "It ends on %(off_date)s"}, "lint_placeholder"),
        ({"locale": "ru"}, "lint_untranslated"),
        ({"own": ("It ends on 2027-04-26.",)}, "lint_loose_date"),
        ({"own": ("Конец 26 апреля.",)}, "lint_loose_date"),
        ({"own": ("4月26日停用",)}, "lint_loose_date"),
    ],
)
def test_each_fault_is_named(changes: dict[str, object], rule: str) -> None:
    """notices case 21"""
    assert set(found(replace(SOUND, **changes))) == {rule}  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Upgrade now and get 20 % off"),
        ("en", "Only $ 9 a month"),
        ("en", "https://s.example/x?utm_source=mail"),
        ("zh-hans", "现在购买可享受优惠"),
        ("ru", "Только сейчас: скидка на тариф"),
    ],
)
def test_what_must_go_out_sells_nothing(locale: str, text: str) -> None:
    """notices case 23"""
    selling = replace(SOUND, locale=locale, text=text)
    assert set(found(selling)) == {"lint_promotion"}
    assert found(replace(selling, is_mandatory=False)) == []


def test_a_date_that_is_past_is_named() -> None:
    (blocker,) = past_dates(NoticeCode.LAST_CALL, ["Switched off"]).blockers
    assert blocker.fact("which") == "Switched off"


def test_names_are_filled_once_and_values_are_inert() -> None:
    """notices case 21"""
    facts = facts_of(NoticeCode.LAST_CALL, "en", account_name="{{helper.email}} {% now %} <b>")
    assert fill("For {{ account.name }},\n{{module.name}}", facts) == "For {{helper.email}} {% now %} <b>, 《7》"


def test_unknown_names_and_template_code_are_refused() -> None:
    assert unknown_placeholders("{{account.name}} {{ off.date }}") == ()
    assert unknown_placeholders("{{account.key}} {{settings}} {% now %} {{") == (
        "account.key",
        "settings",
        "{%",
        "%}",
        "{{",
    )
