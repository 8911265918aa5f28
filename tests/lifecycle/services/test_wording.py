"""Is the wording judged for whoever can be told now, not only for those of the day it was written (A5)?"""

import pytest

from lifecycle.api import facts_for
from lifecycle.models import Contact, SunsetPlan
from lifecycle.rules.plan_settings import PlanSettings, as_json
from lifecycle.rules.stages import Stage
from lifecycle.services.wording import catalogue, missing_languages
from tests.cast import NOON, a_plan, acme, corner_shop, know

pytestmark = pytest.mark.django_db


def complete(plan: SunsetPlan) -> object:
    return facts_for(plan, Stage.ANNOUNCED, now=NOON)["wording_complete", ""].value


def test_a_contact_who_reads_another_language_is_seen_at_once() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    plan.settings = as_json(PlanSettings(wording=(("en", "It goes."), ("zh-hans", "下线。"))))
    know(plan, "wording_complete", True, at=NOON)
    know(plan, "usage_below", 0, account=acme(), at=NOON)
    assert complete(plan) is True
    Contact.objects.create(account=corner_shop(), email="c@c.example", email_norm="c@c.example", language="ru")
    assert complete(plan) is True, "the corner shop is not concerned"
    reader = Contact.objects.create(account=acme(), email="r@a.example", email_norm="r@a.example", language="ru-RU")
    assert complete(plan) is False
    Contact.objects.filter(pk=reader.pk).update(is_active=False)
    assert complete(plan) is True


def test_a_plan_without_wording_stands_by_what_was_recorded_of_it() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    know(plan, "wording_complete", False, at=NOON)
    assert complete(plan) is False


def test_every_language_has_a_catalogue() -> None:
    assert [catalogue(each) for each in ("zh-Hant-TW", "ru", "de", "")] == ["zh-hans", "ru", "en", "en"]


def test_while_nobody_has_looked_whom_it_concerns_the_whole_directory_counts() -> None:
    plan = a_plan()
    assert missing_languages(plan, ["en"]) == ()
    Contact.objects.create(account=acme(), email="x@a.example", email_norm="x@a.example", language="zh")
    assert missing_languages(plan, ["en"]) == ("zh-hans",)
