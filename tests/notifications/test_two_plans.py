"""Two retirements speak to one customer without crowding it: one waits, and planning again changes nothing (A12)."""

from datetime import date, timedelta

import pytest

from lifecycle.models import Account, Contact, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import reconcile
from notifications.models import Touchpoint
from notifications.rules.working_days import MONDAY_TO_FRIDAY, shifted
from notifications.services.same_mailbox import others_at_mailbox
from tests.cast import NOON, OFF, a_plan, corner_shop, know, neighbour

pytestmark = pytest.mark.django_db
OWNER = "owner@corner-shop.example"


def test_the_younger_plan_waits_for_the_older_one_and_nobody_is_pushed_to_and_fro() -> None:
    """notices case 26: at most one optional letter in three working days over all plans; the floor stays.

    What another plan sends anyway takes it along: then both are one letter.
    """
    older, younger = (a_plan(module=name, stage=Stage.ANNOUNCED) for name in ("reports", "charts"))
    for plan in (older, younger):
        know(plan, "usage_below", 3, account=corner_shop(), at=NOON)
    for plan in (younger, older, younger):
        reconcile(plan_id=plan.pk, now=NOON)
    assert not any(reconcile(plan_id=plan.pk, now=NOON) for plan in (older, younger, older))
    for channel in ("email", "in_app"):
        first = days(older, channel, is_optional=True)
        for day in days(younger, channel, is_optional=True):
            said = [*first, *days(older, channel, is_optional=False)]
            if channel == "email" and day in first:
                continue
            assert all(max(day, other) >= shifted(min(day, other), 3, MONDAY_TO_FRIDAY) for other in said)
        assert days(older, channel, is_optional=False) == days(younger, channel, is_optional=False)


def test_one_reader_of_two_accounts_gets_one_optional_letter_in_three_working_days() -> None:
    """notices section 1: at most one for each contact, over all plans, whichever account it is about."""
    older = a_plan(module="reports", stage=Stage.ANNOUNCED)
    younger = a_plan(module="charts", stage=Stage.ANNOUNCED, switch_off_date=OFF + timedelta(days=1))
    for plan, account in ((older, corner_shop()), (younger, neighbour())):
        know(plan, "usage_below", 3, account=account, at=NOON)
        reconcile(plan_id=plan.pk, now=NOON)
    alone = every_day(younger)
    assert near(younger, older)
    Contact.objects.filter(account=neighbour()).update(email="Owner@corner-shop.example", email_norm=OWNER)
    for plan in (younger, older, younger):
        reconcile(plan_id=plan.pk, now=NOON)
    assert not any(reconcile(plan_id=plan.pk, now=NOON) for plan in (older, younger, older))
    assert days(younger, "email", is_optional=True)
    assert not near(younger, older)
    together = every_day(younger)
    assert [each for each in together if each[:2] != ("email", True)] == [
        each for each in alone if each[:2] != ("email", True)
    ]


def test_who_is_not_written_to_first_or_behind_a_tag_is_another_reader() -> None:
    older, younger = (a_plan(module=name, stage=Stage.ANNOUNCED) for name in ("reports", "charts"))
    for plan, account in ((older, corner_shop()), (younger, neighbour())):
        know(plan, "usage_below", 3, account=account, at=NOON)
    pays = Contact.objects.create(account=neighbour(), email=OWNER, email_norm=OWNER, role=Contact.Role.BILLING)
    shared = others_at_mailbox(Account.objects.filter(key="neighbour"))
    assert shared == {}
    pays.delete()
    Contact.objects.filter(account=neighbour()).update(email="owner+n@corner-shop.example")
    assert others_at_mailbox(Account.objects.all()) == {}
    Contact.objects.filter(account=neighbour()).update(email=OWNER, email_norm=OWNER, language="ru")
    shop, other = corner_shop().pk, neighbour().pk
    assert others_at_mailbox(Account.objects.all()) == {shop: {other: False}, other: {shop: False}}
    assert others_at_mailbox(Account.objects.filter(pk=shop)) == {shop: {other: False}}


def near(plan: SunsetPlan, older: SunsetPlan) -> list[date]:
    """Optional mails of a plan that come within three working days of one of the other plan, and not with it."""
    said = [day for is_optional in (True, False) for day in days(older, "email", is_optional=is_optional)]
    mine = days(plan, "email", is_optional=True)
    with_it = set(days(older, "email", is_optional=True))
    return [day for day in mine if day not in with_it and any(_is_near(day, each) for each in said)]


def _is_near(day: date, other: date) -> bool:
    return max(day, other) < shifted(min(day, other), 3, MONDAY_TO_FRIDAY)


def every_day(plan: SunsetPlan) -> list[tuple[str, bool, list[date]]]:
    both = [(channel, optional) for channel in ("email", "in_app") for optional in (True, False)]
    return [(channel, optional, days(plan, channel, is_optional=optional)) for channel, optional in both]


def days(plan: SunsetPlan, channel: str, *, is_optional: bool) -> list[date]:
    rows = Touchpoint.objects.filter(plan=plan, channel=channel, status="planned", obligation__isnull=is_optional)
    return sorted(rows.values_list("day", flat=True))
