"""A date is moved in the console: whoever was told it is corrected, and every surface shows the new day (A12)."""

import html
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from config.services.mail_sink import MailSink
from lifecycle.api import SunsetPlan, User, words
from lifecycle.models import Account
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.api import publish_plan, reconcile
from notifications.models import InboxMessage, Touchpoint
from tests.cast import a_plan, acme, alice, corner_shop, know, neighbour, paul
from tests.notifications.scenes import live_until

pytestmark = pytest.mark.django_db
NOW = timezone.now()  # noqa: TID251 - the page reads the real clock
URL = "/console/plans/reports-sunset/dates/"
BEFORE = NOW.date() + timedelta(days=70)
LATER = BEFORE + timedelta(days=35)


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def text(path: str, browser: Client) -> str:
    return html.unescape(browser.get(path).content.decode())


def told_but_for_the_light_account() -> SunsetPlan:
    """Twenty-two days after the announcement: a light account hears sixty days before the end, which is not yet."""
    start = NOW - timedelta(days=22)
    plan = a_plan(stage=Stage.ANNOUNCED, switch_off_date=BEFORE)
    for account in (acme(), corner_shop(), neighbour()):
        know(plan, "usage_below", 3, account=account, at=start)
    Account.objects.filter(key="neighbour").update(tier=Tier.LIGHT)
    live_until(plan, NOW, since=start)
    publish_plan(plan_id=plan.pk, now=NOW)
    return plan


def corrections() -> set[str]:
    rows = Touchpoint.objects.filter(notice__code="correction").exclude(status="cancelled")
    return set(rows.values_list("account__key", flat=True))


def off_in(content: bytes) -> datetime:
    events = Calendar.from_ical(content.decode()).walk("VEVENT")
    found: datetime = next(each for each in events if str(each["uid"]).startswith("off.")).decoded("dtstart")
    return found


def test_whoever_was_told_is_corrected_and_every_surface_shows_the_new_day(mail: MailSink) -> None:
    plan, browser = told_but_for_the_light_account(), signed_in(paul())
    heard = {str(each.message["To"]) for each in mail.messages}
    assert "owner@corner-shop.example" in heard
    assert "charlie@neighbour.example" not in heard
    sent = len(mail.messages)
    asked = {"which": "along", "to": str(LATER), "reason": "the replacement needs longer"}
    seen = browser.post(URL, {**asked, "step": "show"}).context["page"].moves
    done = browser.post(URL, {**asked, "shown": seen.shown, "step": "move"}, follow=True)
    reconcile(plan_id=plan.pk, now=NOW)
    assert corrections() == {"acme", "corner-shop"}
    assert seen.corrections == Touchpoint.objects.filter(notice__code="correction").count()
    assert f"The dates have moved. {seen.corrections} corrections leave" in html.unescape(done.content.decode())
    live_until(plan, NOW + timedelta(days=5), since=NOW)
    publish_plan(plan_id=plan.pk, now=NOW)
    corrected = {str(each.message["To"]) for each in mail.messages[sent:]}
    assert "owner@corner-shop.example" in corrected
    assert "charlie@neighbour.example" not in corrected
    day, portal = words.day(LATER), signed_in(alice())
    inbox = InboxMessage.objects.filter(account=corner_shop(), notice__code="correction").latest("id")
    shown = {
        "plan": day in text("/console/plans/reports-sunset/", browser),
        "portal": day in text("/portal/dates/", portal),
        "page": day in text("/announcements/reports/", Client()),
        "feed": day in text("/announcements/reports/atom.xml", Client()),
        "inbox": f"{LATER:%B} {LATER.day}, {LATER.year}" in inbox.body_text,
        "calendar": off_in(portal.get("/portal/dates/calendar.ics").content) == LATER,
        "public calendar": off_in(Client().get("/announcements/reports/dates.ics").content) == LATER,
    }
    assert [name for name, is_same in shown.items() if not is_same] == []
