"""One click in a mail ends reminders and nothing else; a link that is followed ends nothing (A13, notices case 30)."""

import pytest
from django.conf import settings
from django.test import Client

from config.services.mail_sink import MailSink
from notifications.api import deliver_due
from notifications.models import Delivery, Suppression, Touchpoint
from tests.cast import corner_shop
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db


def send_first(code: str) -> None:
    due = Touchpoint.objects.filter(channel="email", notice__code=code).earliest("due_at").due_at
    deliver_due(now=due)


def test_a_hundred_readers_of_the_link_do_nothing_and_one_click_ends_reminders(mail: MailSink) -> None:
    """Notices case 30: GET and HEAD do nothing, POST acts, twice is once, a forged link is not there."""
    announced(corner_shop())
    send_first("sunset_announced")
    send_first("sunset_reminder")
    mandatory, optional = (each.message for each in mail.messages)
    assert mandatory["List-Unsubscribe"] is None
    assert optional["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    https, mailto = str(optional["List-Unsubscribe"]).split(", ")
    assert mailto == "<mailto:dora@sunsetter.example?subject=unsubscribe>"
    path = https.strip("<>").removeprefix(settings.PUBLIC_URL)
    scanner = Client()
    for number in range(100):
        assert (scanner.head if number % 10 else scanner.get)(path).status_code == 200
    assert not Suppression.objects.exists()
    for _ in range(2):
        assert scanner.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [each.scope for each in Suppression.objects.all()] == ["optional"]
    assert scanner.post(path.replace(":", ":x")).status_code == 404
    Delivery.objects.filter(channel="email", status="ready").update(status="cancelled")
    sent = len(mail.messages)
    due = Touchpoint.objects.filter(channel="email", notice__code="sunset_reminder", status="planned")
    for each in due.order_by("due_at")[:2]:
        deliver_due(now=each.due_at)
    assert len(mail.messages) == sent
    send_first_of_the_end()
    assert len(mail.messages) == sent + 1


def send_first_of_the_end() -> None:
    """The last call is mandatory: an opt-out does not reach it."""
    Touchpoint.objects.filter(status="planned").exclude(notice__code="last_call").update(status="missed")
    send_first("last_call")
