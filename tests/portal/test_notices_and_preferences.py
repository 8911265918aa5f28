"""Does a customer read every notice, confirm one once, put the dates into a calendar and choose how to read?

A10 to A13 (acknowledgement by POST only), A11 (language), interface section 3 (portal).
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from lifecycle.models import Brownout, User
from lifecycle.rules.stages import Stage
from notifications.models import Acknowledgement, InboxMessage, Notice
from tests.cast import NOON, a_plan, acme, alice, know


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(alice())
    return client


@pytest.fixture
def notice(db: None) -> Notice:
    plan = a_plan(stage=Stage.ANNOUNCED)
    know(plan, "usage_below", 3, account=acme(), at=NOON)
    notice = Notice.objects.create(plan=plan, code="sunset_announced", content_sha="a" * 64, created_at=NOON)
    InboxMessage.objects.create(
        account=acme(),
        notice=notice,
        delivery_key="00000000-0000-4000-8000-000000000009",
        subject="Reports are being retired",
        body_text="Dear <b>team</b>",
        locale="en",
        sent_at=NOON,
    )
    return notice


def test_looking_confirms_nothing_and_posting_confirms_once(client: Client, notice: Notice) -> None:
    """Notices case 30, of acknowledgements."""
    path = f"/portal/notices/{notice.uuid}/"
    assert "Dear &lt;b&gt;team&lt;/b&gt;" in client.get(path).content.decode()
    assert not Acknowledgement.objects.exists()
    assert client.post(path).status_code == 302
    assert not Acknowledgement.objects.exists()  # nobody says what was read
    for _ in range(2):
        assert client.post(path, {"seen": shown(client, path)}).status_code == 302
    assert Acknowledgement.objects.get().name == "Alice"
    assert "confirmed" in client.get("/portal/notices/").content.decode()


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode().partition('name="seen" value="')[2].partition('"')[0]


def test_a_text_that_changed_while_it_was_read_is_not_confirmed(client: Client, notice: Notice) -> None:
    path = f"/portal/notices/{notice.uuid}/"
    seen = shown(client, path)
    InboxMessage.objects.update(body_text="Dear team, the date moved.")
    client.post(path, {"seen": seen})
    assert not Acknowledgement.objects.exists()
    assert "the date moved" in client.get(path).content.decode()


def test_the_calendar_holds_whole_days_and_none_of_ours(client: Client, notice: Notice) -> None:
    answer = client.get("/portal/dates/calendar.ics")
    events = Calendar.from_ical(answer.content.decode()).walk("VEVENT")
    off = next(event for event in events if str(event["uid"]).startswith("off."))
    assert str(off.decoded("dtstart")) == "2027-06-01"
    assert not [event for event in events if "internal_brief" in str(event["uid"])]


def test_outages_stand_beside_the_dates_and_one_called_off_leaves_the_calendar(client: Client, notice: Notice) -> None:
    starts = timezone.now() + timedelta(days=9)  # noqa: TID251 - the portal reads the real clock
    window = Brownout.objects.create(plan=notice.plan, starts_at=starts, ends_at=starts + timedelta(hours=4))
    assert "Short outages before the end" in client.get("/portal/dates/").content.decode()
    window.outcome, window.revision = "cancelled", 1
    window.save()
    assert "Short outages before the end" not in client.get("/portal/dates/").content.decode()
    events = Calendar.from_ical(client.get("/portal/dates/calendar.ics").content.decode()).walk("VEVENT")
    outage = next(event for event in events if str(event["uid"]).startswith("outage."))
    assert (str(outage["status"]), str(outage["sequence"])) == ("CANCELLED", "1")


def test_a_person_chooses_language_and_appearance(client: Client, notice: Notice) -> None:
    client.post("/portal/preferences/", {"language": "ru", "next": "/portal/"})
    client.post("/portal/preferences/", {"theme": "dark", "next": "/portal/"})
    page = client.get("/portal/").content.decode()
    assert '<html lang="ru" data-theme="dark">' in page
    client.post("/portal/preferences/", {"language": "tlh", "theme": "pink"})
    user = User.objects.get(pk=alice().pk)
    assert (user.language, user.theme) == ("ru", "dark")


def test_preferences_lead_nowhere_else(client: Client, notice: Notice) -> None:
    answer = client.post("/portal/preferences/", {"theme": "light", "next": "https://example.com/"})
    assert answer.headers["Location"] == "/"


def test_a_customer_declines_the_export_in_writing(client: Client, notice: Notice) -> None:
    assert client.post("/portal/exports/decline/", {"words": ""}).status_code == 422
    answer = client.post("/portal/exports/decline/", {"words": "We keep our own copies."}, follow=True)
    assert "It is on record that you need no export." in answer.content.decode()
