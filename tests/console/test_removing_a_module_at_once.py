"""N13: who removes what somebody else removes at the same time is told that it is not there."""

from types import SimpleNamespace

from django.test import Client

from lifecycle.models import Module
from tests.cast import paul
from tests.lifecycle.services.test_modules_at_once import meanwhile, remove


def test_two_who_remove_the_same_are_both_answered(live_db: SimpleNamespace) -> None:
    assert live_db
    Module.objects.create(key="olt", name="Olt")
    browser, answers = Client(), list[int]()
    browser.force_login(paul())

    def second() -> None:
        answers.append(browser.post("/console/modules/olt/remove/", {"reason": "typo"}).status_code)

    assert meanwhile(lambda: remove("olt"), second) is None
    assert answers == [404]
