"""Mail systems that report in words of their own are understood as others are, and nobody else is (A13, notices 8)."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from config.services.mail_sink import MailSink
from lifecycle.api import BadInput
from notifications.api import Became, deliver_due, take_reply
from notifications.models import Delivery, DeliveryEvent, DeskTask, Suppression, Touchpoint
from notifications.rules.addresses import address_norm
from notifications.rules.provider_events import Meaning
from notifications.services.other_reports import other_report_in
from tests.cast import corner_shop
from tests.notifications.scenes import announced

REPORTS = Path(__file__).parent / "other_bounces"
OURS = "owner@corner-shop.example"
# Whom each of them speaks of, and what it means; `soft`, `address` and the like are those of any other report.
WRITTEN = {
    "dsn_12": ("userx@example.jp", Meaning.ADDRESS),  # RFC 3464, but "failed (Bad destination mailbox address)"
    "exim_01": ("userx@its.example.nl", Meaning.ADDRESS),
    "microsoft_01": ("userx@example.COM", Meaning.REFUSED),
    "postfix_01": ("xxxxx@local.ie", Meaning.ADDRESS),
    "qmail_03": ("userx@example.jp", Meaning.ADDRESS),
    "simple_03": ("userx@example.za", None),  # Exim: not yet, it is tried on
    "simple_17": ("userx@example.com", Meaning.REFUSED),
    "yahoo_09": ("userx@example.com", Meaning.REFUSED),
}


def a_report(name: str, *, about: str = OURS, to: str = "sunsetter@localhost", message: str = "") -> bytes:
    raw = (REPORTS / f"{name}.txt").read_bytes().replace(WRITTEN[name][0].encode(), about.encode())
    copy = f"Delivered-To: {to}\n".encode() + raw.partition(b"\n")[2] if raw.startswith(b"From ") else raw
    return f"Delivered-To: {to}\n".encode() + copy + f"\nSubject: ours\nMessage-ID: {message}\n".encode()


@pytest.fixture
def sent(mail: MailSink, settings: Settings) -> Delivery:
    settings.EMAIL_BOUNCE_ADDRESS = "bounces@sunsetter.example"
    announced(corner_shop())
    deliver_due(now=Touchpoint.objects.filter(channel="email").earliest("due_at").due_at)
    return Delivery.objects.get(channel="email")


@pytest.fixture
def envelope(sent: Delivery, mail: MailSink) -> str:
    return mail.messages[0].sender


def an_hour_later(sent: Delivery) -> datetime:
    assert sent.accepted_at is not None
    return sent.accepted_at + timedelta(hours=1)


@pytest.mark.parametrize(("name", "meaning"), [(name, meaning) for name, (_, meaning) in WRITTEN.items()])
@pytest.mark.django_db
def test_what_came_back_to_an_envelope_is_blamed_as_its_words_say(
    sent: Delivery, envelope: str, name: str, meaning: Meaning | None
) -> None:
    found = take_reply(a_report(name, to=envelope), now=an_hour_later(sent))
    assert (found.became, found.address) == (Became.BOUNCED if meaning else Became.NOTHING, OURS)
    assert list(DeliveryEvent.objects.values_list("type", flat=True)) == ([meaning] if meaning else [])
    assert Suppression.objects.exists() == (meaning is Meaning.ADDRESS)
    assert not DeskTask.objects.filter(kind="reply").exists()


@pytest.mark.django_db
def test_without_envelopes_the_copy_of_the_letter_names_it(sent: Delivery, settings: Settings) -> None:
    settings.EMAIL_BOUNCE_ADDRESS, now = "", an_hour_later(sent)
    with pytest.raises(BadInput):
        take_reply(a_report("qmail_03", message="<other@x.example>"), now=now)
    found = take_reply(a_report("qmail_03", message=sent.message_id), now=now)
    assert (found.became, Suppression.objects.get().address_norm) == (Became.BOUNCED, sent.address_norm)


@pytest.mark.django_db
def test_a_persons_words_about_it_and_another_mailbox_are_for_a_person(sent: Delivery, envelope: str) -> None:
    now = an_hour_later(sent)
    told = a_report("qmail_03", to=envelope).replace(b"From: MAILER-DAEMON@pop.hbc.co.jp", b"From: zoe@x.example")
    other = a_report("qmail_03", to=envelope, about="new@elsewhere.example").replace(
        b"Message-Id: <", b"Message-Id: <2"
    )
    unknown = f"From: MAILER-DAEMON@x.example\nTo: {envelope}\nMessage-ID: <3@x>\n\nAlas, ask z@x.example.\n".encode()
    subjects = []
    for each in (told, other, unknown):
        found = take_reply(each, now=now)
        assert (found.became, found.suggested) == (Became.TASK, ())
        assert found.task is not None
        subjects.append("a mail server's report" in found.task.subject)
    assert subjects == [False, True, True]
    assert not DeliveryEvent.objects.exists()


@pytest.mark.django_db
def test_a_system_in_doubt_is_found_by_the_copy_that_it_returns(sent: Delivery) -> None:
    """Without an envelope that is ours nothing counts; a person reads it."""
    found = take_reply(a_report("qmail_03", message=sent.message_id), now=an_hour_later(sent))
    assert (found.became, found.address) == (Became.TASK, OURS)


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("mailbox", [OURS, "Zoe+post@corner-shop.example", "a@x.example"])
def test_each_names_our_mailbox_whatever_its_domain(name: str, mailbox: str) -> None:
    """Patterns of the library know no hyphen."""
    found = other_report_in(a_report(name, about=mailbox), mailbox=mailbox)
    assert found is not None
    assert address_norm(mailbox) in frozenset().union(*(each.mailboxes for each in found.recipients))
    other = other_report_in(a_report(name, about=f"b{mailbox}"), mailbox=mailbox)
    assert not other or not any(address_norm(mailbox) in each.mailboxes for each in other.recipients)


def test_words_that_were_packed_for_the_way_are_read() -> None:
    words = "Hi. This is the qmail-send program.\n\n<a@x.example>:\nno mailbox by =\nthat name. (#5.1.1)\n"
    raw = f"From: MAILER-DAEMON@x\nContent-Transfer-Encoding: quoted-printable\n\n{words}".encode()
    found = other_report_in(raw, mailbox=OURS)
    assert found is not None
    assert [each.answer for each in found.recipients] == ["5.1.1 no mailbox by that name. (#5.1.1)"]


def test_a_warning_of_old_sendmails_is_no_last_word() -> None:
    words = (
        "The original message was received at noon\n\n"
        "   ----- The following addresses had transient non-fatal errors -----\n<a@x.example>\n\n"
        "   ----- Transcript of session follows -----\n<a@x.example>... Deferred: Connection timed out\n"
        "Warning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n"
    )
    found = other_report_in(f"From: MAILER-DAEMON@x.example\n\n{words}".encode(), mailbox="a@x.example")
    assert found is not None
    assert [each.meaning for each in found.recipients] == [None]


def test_whatever_is_broken_in_it_is_read_or_left() -> None:
    """Nothing that anybody can send us stops the reading; nor does it take long."""
    assert other_report_in(b"\n\nno sender", mailbox=OURS) is None
    assert other_report_in(b"From: a@x\nX-Failed-Recipients: \xff@x, b@x.example\n\n", mailbox=OURS) is not None
    assert (
        other_report_in(b"From: a@x\nContent-Type: text/plain; charset=none\n\n" + b"x" * 500_000, mailbox=OURS) is None
    )
    for name in WRITTEN:
        whole = a_report(name)
        for at in range(0, len(whole), 211):
            other_report_in(whole[:at], mailbox=OURS)
            other_report_in(whole[:at] + b"\x00\xff<;@" + whole[at + 5 :], mailbox=OURS)
