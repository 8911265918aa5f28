"""May the staff's own words in a notice state a day or sell something, and who answers when they do (A8, A11)?

notices 6: "date past or not the plan's"; "prices, discounts, offers".
"""

import pytest

from lifecycle.api import Refused
from lifecycle.models import SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import lint_notices, safeguards
from notifications.rules.notice_codes import NoticeCode
from notifications.services.own_words import write_own_words
from tests.cast import NOON, a_plan, anna, paul

pytestmark = pytest.mark.django_db
FIRST = NoticeCode.SUNSET_ANNOUNCED


def write(plan: SunsetPlan, text: str, locale: str = "en") -> None:
    place = {"plan": plan, "code": FIRST, "tier": "", "locale": locale, "part": "intro"}
    write_own_words(**place, text=text, actor=paul().actor, now=NOON)  # type: ignore[arg-type]  # fields by name


def test_no_day_and_no_offer_is_written_in_any_usual_form() -> None:
    """notices cases 21 and 23"""
    plan = a_plan(stage=Stage.DECIDED)
    for locale, text in (
        ("en", "Please note that it ends on 12 March 2020."),
        ("en", "It ends on March 12th, 2020."),
        ("en", "Move before 31 May and save 20% of your fee."),
        ("en", "Move early and get three months free."),
        ("zh-hans", "请在2020/3/12之前迁移。"),
        ("ru", "Переезжайте и получите три месяца бесплатно."),
    ):
        with pytest.raises(Refused):
            write(plan, text, locale)
    write(plan, "In the last 28 days 5 % of your people used version 10.2.14 at 17:30.")
    write(plan, "За 28 дней им пользовались 5 % людей.", "ru")


def test_a_day_that_is_not_the_plans_is_written_once_a_named_person_answers_for_it() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    text = "Since 12 March 2020 we build Insights."
    with pytest.raises(Refused, match="12 March 2020"):
        write(plan, text)
    given = {"words": "12 March 2020", "basis": "our history", "reason": "this day is past and stays as it is"}
    safeguards.allow_words(plan=plan, code=FIRST, **given, actor=anna().actor, now=NOON)
    write(plan, text)
    with pytest.raises(Refused, match="13 March 2020"):
        write(plan, text.replace("12", "13"))
    verdict = lint_notices(plan, [FIRST], now=NOON)
    assert verdict
    assert ("legal_override", "12 March 2020") in {(each.criterion, each.fact("found")) for each in verdict.cautions}


def test_the_reason_that_every_reader_is_told_names_no_day_either() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    plan.reason = "Its maker stops on May 31, 2027."
    found = {(each.criterion, each.fact("found")) for each in lint_notices(plan, [FIRST], now=NOON).blockers}
    assert found == {("lint_loose_date", "May 31, 2027")}
