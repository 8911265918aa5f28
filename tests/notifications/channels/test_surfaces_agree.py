"""Dates move twice, are paused, resumed, withdrawn: every surface says the same (A9, A11, N64, notices case 27)."""

import json
from datetime import date, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.test import Client
from icalendar import Calendar
from icalendar.cal import Component

from config.services.mail_sink import MailSink
from lifecycle.api import advance, move_dates
from lifecycle.models import SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance
from notifications.api import publish_plan, webhooks
from notifications.models import EventCopy, InboxMessage
from tests.cast import acme, alice, paul
from tests.notifications.channels.receiver import Receiver
from tests.notifications.scenes import START, announced, days_later, live_until

pytestmark = pytest.mark.django_db
LAST = date(2027, 6, 14)


def move(plan: SunsetPlan, to: date, *, at: datetime) -> None:
    why = Allowance(reason="the replacement needs longer")
    move_dates(plan_id=plan.pk, moves={MilestoneKind.OFF: to}, actor=paul().actor, now=at, allowance=why)
    publish_plan(plan_id=plan.pk, now=at)


def to_stage(plan: SunsetPlan, stage: Stage, *, at: datetime) -> None:
    advance(plan_id=plan.pk, to=stage, actor=paul().actor, now=at, reason="see the record")
    publish_plan(plan_id=plan.pk, now=at)
    live_until(plan, at + timedelta(days=1), since=at)


def off_in(content: bytes, name: str = "off.") -> Component:
    found = Calendar.from_ical(content.decode()).walk("VEVENT")
    return next(event for event in found if str(event["uid"]).startswith(name))


def invite_in(message: EmailMessage) -> tuple[str, Component]:
    part = next(each for each in message.walk() if each.get_content_type() == "text/calendar")
    content = bytes(part.get_payload(decode=True))
    method = str(Calendar.from_ical(content.decode())["method"])
    assert part.get_param("method") == method
    return method, off_in(content, "invite.")


def test_every_surface_shows_the_same_day(mail: MailSink, receiver: Receiver) -> None:
    plan = announced(acme())
    webhooks.add_webhook(account=acme(), url=receiver.url, user=alice(), now=START)
    live_until(plan, days_later(4))
    publish_plan(plan_id=plan.pk, now=days_later(4))
    move(plan, date(2027, 6, 8), at=days_later(5))
    move(plan, LAST, at=days_later(5))
    live_until(plan, days_later(8), since=days_later(5))
    to_stage(plan, Stage.PAUSED, at=days_later(9))
    to_stage(plan, Stage.ANNOUNCED, at=days_later(11))
    portal = Client()
    portal.force_login(alice())
    calendar = off_in(portal.get("/portal/dates/calendar.ics").content)
    public = off_in(Client().get("/announcements/reports/dates.ics").content)
    shown = {
        "mail": "June 14, 2027" in "".join(parts_of(mail.messages[-1].message)),
        "inbox": "June 14, 2027" in InboxMessage.objects.latest("id").body_text,
        "portal": "14 Jun 2027" in portal.get("/portal/dates/").content.decode(),
        "page": "14 Jun 2027" in Client().get("/announcements/reports/").content.decode(),
        "feed": "14 Jun 2027" in Client().get("/announcements/reports/atom.xml").content.decode(),
        "calendar": calendar.decoded("dtstart") == LAST,
        "public calendar": public.decoded("dtstart") == LAST,
        "webhook": json.loads(EventCopy.objects.latest("id").body)["data"]["dates"]["off"] == LAST.isoformat(),
    }
    assert [name for name, is_same in shown.items() if not is_same] == []
    assert (str(calendar["sequence"]), str(public["sequence"])) == ("4", "4")
    to_stage(plan, Stage.CANCELLED, at=days_later(14))
    assert str(off_in(portal.get("/portal/dates/calendar.ics").content)["status"]) == "CANCELLED"
    assert "Withdrawn" in Client().get("/announcements/reports/").content.decode()
    assert EventCopy.objects.latest("id").type == "module.sunset.cancelled"
    invites = [invite_in(each.message) for each in mail.messages]
    assert [method for method, _event in invites] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["uid"]) for _method, event in invites}) == 1
    assert [str(event["sequence"]) for _method, event in invites] == ["0", "2", "5"]
    assert [event.decoded("dtstart") for _method, event in invites] == [date(2027, 6, 1), LAST, LAST]


def parts_of(message: EmailMessage) -> list[str]:
    return [each.get_content() for each in message.walk() if each.get_content_type() == "text/plain"]
