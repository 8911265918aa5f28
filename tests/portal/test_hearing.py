"""How an account hears: a calendar, a program of its own, fewer reminders (A11, A13)."""

from datetime import date, timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from icalendar import Calendar

from lifecycle.models import Membership, Milestone
from notifications.api import publish_plan
from notifications.models import CalendarFeed, Suppression, WebhookEndpoint
from tests.cast import NOON, acme, alice, charlie
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(alice())
    return client


def shown_once(answer: object, field: str) -> str:
    page = answer.content.decode()  # type: ignore[attr-defined]  # Django's test response
    return str(page.partition(f'id="{field}"')[2].partition('value="')[2].partition('"')[0])


def off_of(client: Client, path: str) -> tuple[str, str, str, str]:
    events = Calendar.from_ical(client.get(path).content.decode()).walk("VEVENT")
    off = next(event for event in events if str(event["uid"]).startswith("off."))
    return str(off["uid"]), str(off.decoded("dtstart")), str(off.decoded("dtend")), str(off["sequence"])


def test_a_calendar_reads_by_its_address_until_it_is_revoked(client: Client) -> None:
    plan = announced(acme())
    publish_plan(plan_id=plan.pk, now=NOON)
    address = shown_once(client.post("/portal/hearing/calendar/"), "new-feed")
    path = address.removeprefix(django_settings.PUBLIC_URL)
    assert address not in client.get("/portal/hearing/").content.decode()
    before = off_of(Client(), path)
    row = Milestone.objects.get(plan=plan, kind="off")
    row.date, row.revision = date(2027, 6, 15), 2
    row.save()
    moved = off_of(Client(), path)  # before anybody kept it
    publish_plan(plan_id=plan.pk, now=NOON + timedelta(days=1))
    assert off_of(Client(), path) == moved == (before[0], "2027-06-15", "2027-06-16", "1")
    answer = Client().get(path)
    assert Client().get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert b"BEGIN:VALARM" in answer.content or date(2027, 6, 15) < plan.created_at.date()
    feed = CalendarFeed.objects.get()
    neighbour = Client()
    neighbour.force_login(charlie())
    assert neighbour.post(f"/portal/hearing/calendar/{feed.uuid}/revoke/").status_code == 404
    client.post(f"/portal/hearing/calendar/{feed.uuid}/revoke/")
    assert Client().get(path).status_code == 404


def test_an_owner_adds_a_webhook_whose_secret_is_shown_once(client: Client) -> None:
    secret = shown_once(client.post("/portal/hearing/webhooks/", {"url": "http://127.0.0.1:9/hook"}), "new-secret")
    assert secret.startswith("whsec_")
    row = WebhookEndpoint.objects.get()
    page = client.get("/portal/hearing/").content.decode()
    assert row.url in page
    assert secret not in page + row.sealed
    renewed = shown_once(client.post(f"/portal/hearing/webhooks/{row.uuid}/secret/"), "new-secret")
    assert renewed not in {"", secret}
    assert client.post(f"/portal/hearing/webhooks/{row.uuid}/test/").status_code == 302
    assert "sunsetter.ping" in client.get("/portal/hearing/").content.decode()
    assert client.post(f"/portal/hearing/webhooks/{row.uuid}/stop/").status_code == 302
    assert client.post(f"/portal/hearing/webhooks/{row.uuid}/test/").status_code == 404


def test_a_private_address_is_refused_in_words_and_a_member_finds_no_webhooks(client: Client) -> None:
    refused = client.post("/portal/hearing/webhooks/", {"url": "https://10.1.2.3/hook"})
    assert refused.status_code == 422
    assert "not public" in refused.content.decode()
    Membership.objects.filter(user=alice()).update(role=Membership.Role.MEMBER)
    assert client.post("/portal/hearing/webhooks/", {"url": "http://127.0.0.1:9/hook"}).status_code == 404
    assert "In a program of ours" not in client.get("/portal/hearing/").content.decode()


def test_a_person_ends_and_resumes_reminders_for_their_own_mailbox(client: Client) -> None:
    client.post("/portal/hearing/reminders/", {"reminders": "no"})
    assert Suppression.objects.get().address_norm == "alice@acme.example"
    assert "Send me reminders again" in client.get("/portal/hearing/").content.decode()
    client.post("/portal/hearing/reminders/", {"reminders": "yes"})
    assert not Suppression.objects.exists()
