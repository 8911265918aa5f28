"""Do a plan's dates get into a calendar on request, a customer's the same as in its portal (A11, notices 9)?"""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from icalendar import Calendar
from icalendar.cal import Component

from lifecycle.api import move_dates
from lifecycle.models import Account, Brownout, SunsetPlan, User
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance
from notifications.api import publish_plan
from tests.cast import NOON, acme, alice, dora, paul
from tests.notifications.scenes import announced

PLAN, ACCOUNT, PORTAL = "/console/plans/reports-sunset/", "/console/accounts/acme/", "/portal/dates/calendar.ics"
FILE = "?format=dates.ics"
LATER = date(2027, 6, 14)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def events_in(client: Client, path: str) -> dict[str, Component]:
    """By UID, from a file that announces itself as one."""
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"].endswith('.ics"')
    calendar = Calendar.from_ical(answer.content.decode())
    assert str(calendar["method"]) == "PUBLISH"
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


@pytest.mark.django_db
def test_a_date_that_moves_keeps_its_name_and_counts_on_in_every_calendar() -> None:
    plan = announced(acme())
    SunsetPlan.objects.update(timezone="Europe/Berlin")
    publish_plan(plan_id=plan.pk, now=NOON)
    starts = NOON + timedelta(days=9)
    Brownout.objects.create(plan=plan, starts_at=starts, ends_at=starts + timedelta(hours=4))
    places = ((signed_in(paul()), PLAN + FILE), (signed_in(dora()), ACCOUNT + FILE), (signed_in(alice()), PORTAL))
    before = [events_in(*each) for each in places]
    why = Allowance(reason="the replacement needs longer")
    move_dates(plan_id=plan.pk, moves={MilestoneKind.OFF: LATER}, actor=paul().actor, now=NOON, allowance=why)
    publish_plan(plan_id=plan.pk, now=NOON)
    after = [events_in(*each) for each in places]
    assert [each.keys() for each in after] == [each.keys() for each in before]
    for found, was in zip(after, before, strict=True):
        (uid,) = (each for each in found if each.startswith("off."))
        assert (found[uid].decoded("dtstart"), found[uid].decoded("dtend")) == (LATER, LATER + timedelta(days=1))
        assert int(str(found[uid]["sequence"])) == int(str(was[uid]["sequence"])) + 1
        (outage,) = (each for each in found if each.startswith("outage."))
        assert found[outage].decoded("dtstart") == starts  # an instant, whatever zone the reader is in
        assert "Berlin" in str(found[uid]["description"])
    staff, handed_over, portal = after
    assert handed_over.keys() == portal.keys()
    assert any(each.startswith("internal_brief.") for each in staff)
    assert not any(each.startswith("internal_brief.") for each in portal)
    assert not staff.keys() & portal.keys()  # both in one calendar stand beside each other


@pytest.mark.django_db
def test_a_customer_reads_its_own_language_and_no_calendar_of_the_console() -> None:
    announced(acme())
    Account.objects.filter(key="acme").update(language="ru")
    content = signed_in(dora()).get(ACCOUNT + FILE).content.decode()
    assert str(Calendar.from_ical(content)["x-wr-calname"]).startswith("Даты")
    assert signed_in(alice()).get(ACCOUNT + FILE).status_code == HTTPStatus.FORBIDDEN
    assert signed_in(alice()).get(PLAN + FILE).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.OFF])
def test_an_outage_of_a_plan_that_is_paused_or_over_is_called_off_for_staff_as_for_the_customer(stage: Stage) -> None:
    plan = announced(acme())
    starts = NOON + timedelta(days=9)
    Brownout.objects.create(plan=plan, starts_at=starts, ends_at=starts + timedelta(hours=4))
    SunsetPlan.objects.update(stage=stage, paused_from=Stage.ANNOUNCED if stage == Stage.PAUSED else "")
    found = [
        *events_in(signed_in(paul()), PLAN + FILE).values(),
        *events_in(signed_in(dora()), ACCOUNT + FILE).values(),
    ]
    outages = [str(each["status"]) for each in found if str(each["uid"]).startswith("outage.")]
    assert outages == ["CANCELLED", "CANCELLED"]
