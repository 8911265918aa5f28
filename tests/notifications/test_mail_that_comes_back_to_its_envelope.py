"""From an envelope of its own each letter that comes back is known; no other report is believed (A13, notices 8)."""

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from config.services.mail_sink import MailSink
from lifecycle.api import BadInput
from notifications.api import Became, deliver_due, take_reply
from notifications.models import Delivery, DeskTask, Suppression, Touchpoint
from notifications.rules.statuses import DeliveryStatus
from tests.cast import acme, corner_shop
from tests.notifications.bounce_mail import a_report
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db
ABSENT = (
    b"From: owner@corner-shop.example\nTo: {to}\nMessage-ID: <away@x>\nAuto-Submitted: auto-replied\n"
    b"Subject: Away\n\nI am away. Write to deputy@corner-shop.example.\n"
)


@pytest.fixture
def envelopes(mail: MailSink, settings: Settings) -> dict[str, str]:
    """By recipient: the envelope that the announcement left from."""
    settings.EMAIL_BOUNCE_ADDRESS = "bounces@back.sunsetter.example"
    announced(acme(), corner_shop())
    for each in Touchpoint.objects.filter(channel="email", notice__code="sunset_announced").order_by("due_at"):
        deliver_due(now=each.due_at)
    return {recipient: each.sender for each in mail.messages for recipient in each.recipients}


@pytest.fixture
def sent(envelopes: dict[str, str]) -> Delivery:
    return Delivery.objects.get(address="owner@corner-shop.example")


def an_hour_later(sent: Delivery) -> datetime:
    assert sent.accepted_at is not None
    return sent.accepted_at + timedelta(hours=1)


def back_to(envelope: str, report: bytes) -> bytes:
    return report.replace(b"To: sunsetter@localhost", f"To: {envelope}".encode(), 1)


def test_every_letter_leaves_from_a_mailbox_of_its_own(envelopes: dict[str, str], mail: MailSink) -> None:
    assert len(set(envelopes.values())) == len(envelopes) > 1
    for each in mail.messages:
        assert each.sender.startswith("bounces+")
        assert each.sender.endswith("@back.sunsetter.example")
        assert "sunsetter@localhost" in str(each.message["From"])
        assert each.sender not in each.message.as_string()


def test_what_came_back_to_its_envelope_needs_no_name_and_counts_once(
    sent: Delivery, envelopes: dict[str, str]
) -> None:
    now, report = an_hour_later(sent), back_to(envelopes[sent.address], a_report("<lost@x.example>", enclosed=""))
    first, again = (take_reply(report, now=now) for _ in range(2))
    assert (first.became, first.address, first.is_new, again.is_new) == (Became.BOUNCED, sent.address, True, False)
    sent.refresh_from_db()
    assert (sent.status, Suppression.objects.get().address_norm) == (DeliveryStatus.HARD_BOUNCED, sent.address_norm)


@pytest.mark.parametrize("header", ["Delivered-To", "X-Original-To", "Envelope-To"])
def test_the_mailbox_that_a_server_noted_is_enough(sent: Delivery, envelopes: dict[str, str], header: str) -> None:
    noted = f"{header}: {envelopes[sent.address].upper()}\n{header}: root@localhost\n".encode()
    report = noted + a_report("<lost@x.example>")
    assert take_reply(report, now=an_hour_later(sent)).became is Became.BOUNCED


def test_a_report_that_only_names_the_message_is_for_a_person(sent: Delivery, settings: Settings) -> None:
    """Whoever has the letter could write it."""
    now = an_hour_later(sent)
    found = take_reply(a_report(sent.message_id), now=now)
    assert (found.became, found.address) == (Became.TASK, sent.address)
    assert found.task is not None
    assert "a mail server's report" in found.task.subject
    sent.refresh_from_db()
    assert (sent.status, Suppression.objects.count()) == (DeliveryStatus.ACCEPTED, 0)
    settings.EMAIL_BOUNCE_ADDRESS = ""
    assert take_reply(a_report(sent.message_id), now=now).became is Became.BOUNCED


def test_a_forged_envelope_is_none(sent: Delivery, envelopes: dict[str, str]) -> None:
    forged = envelopes[sent.address].replace("bounces+", "bounces+a")
    with pytest.raises(BadInput):
        take_reply(back_to(forged, a_report("<lost@x.example>")), now=an_hour_later(sent))


def test_the_envelope_of_one_letter_brings_nobody_else_s_back(sent: Delivery, envelopes: dict[str, str]) -> None:
    other = Delivery.objects.exclude(pk=sent.pk).filter(address__in=envelopes).earliest("id")
    report = back_to(envelopes[sent.address], a_report(other.message_id, recipient=other.address))
    found = take_reply(report, now=an_hour_later(sent))
    assert (found.became, found.address) == (Became.TASK, sent.address)
    assert set(Delivery.objects.filter(address__in=envelopes).values_list("status", flat=True)) == {"accepted"}


def test_an_older_key_still_knows_its_envelopes(sent: Delivery, envelopes: dict[str, str], settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a newer key"
    report = back_to(envelopes[sent.address], a_report("<lost@x.example>"))
    assert take_reply(report, now=an_hour_later(sent)).became is Became.BOUNCED


def test_an_absence_note_to_the_envelope_names_a_delegate_and_no_bounce(
    sent: Delivery, envelopes: dict[str, str]
) -> None:
    """Notices case 33: programs answer to the envelope, and some name no message."""
    note = ABSENT.replace(b"{to}", envelopes[sent.address].encode())
    found = take_reply(note, now=an_hour_later(sent))
    assert (found.became, found.is_automatic, found.suggested) == (Became.TASK, True, ("deputy@corner-shop.example",))
    assert DeskTask.objects.get(kind="reply").account == sent.account
    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.ACCEPTED
