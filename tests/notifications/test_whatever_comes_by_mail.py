"""Whatever somebody sends to the mailbox of replies, it is read in a moment or said to be none (A13, notices 8)."""

import resource
import time

import pytest

from lifecycle.api import BadInput
from notifications.api import Became, deliver_due, take_reply
from notifications.models import Delivery, Touchpoint
from notifications.rules.received_mail import beginning_of
from notifications.services.other_reports import other_report_in
from notifications.services.reply_mail import read_mail
from tests.cast import corner_shop
from tests.notifications.bounce_mail import a_report
from tests.notifications.scenes import announced, days_later

pytestmark = pytest.mark.django_db
SYSTEM, NESTED = b"From: MAILER-DAEMON@x.example\n", b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n"
ODD = {
    "a name that no database takes": SYSTEM + b"\nMessage-ID: <a\0b@x.example>\n",
    "packed into itself": SYSTEM + b"".join(NESTED % (n, n) for n in range(2_000)),
    "packed to the limit": SYSTEM + b"".join(NESTED % (n, n) for n in range(60)),
    "messages in messages": SYSTEM + b"Content-Type: message/rfc822\n\n" * 5_000,
    "a subject in pieces": b"From: a@x.example\nSubject: " + b"=?utf-8?q?a?= " * 30_000 + b"\n\nx",
    "a kind with endless details": b"From: a@x.example\nContent-Type: multipart/mixed" + b";" * 250_000 + b"\n\nx",
    "a place with endless details": b"From: a@x.example\nContent-Disposition: a" + b';"' * 100_000 + b"\n\nx",
    "very many words": b"From: a@x.example\n\n" + b"hello\n" * 5_000_000,
    "a charset that is none": b"From: a@x.example\nContent-Type: text/plain; charset*=utf-8''x\n\n\xff",
    "a charset with an end in it": SYSTEM + b'Content-Type: text/plain; charset="a\0b"\n\n\xff',
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD.keys())
def test_what_answers_no_letter_is_said_to_at_once_and_in_little_room(raw: bytes) -> None:
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadInput):
        take_reply(raw, now=days_later(1))
    assert time.process_time() - began < 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000  # kilobytes


@pytest.mark.parametrize("charset", [b"*=utf-8''x", b'="a\0b"', b"=idna"])
def test_a_system_of_no_known_charset_is_left_to_a_person(charset: bytes) -> None:
    words = b"\n\nHi. This is the qmail-send program.\n\n<a@x.example>:\n\xff no (#5.1.1)\n"
    raw = SYSTEM + b"Content-Type: text/plain; charset" + charset + words
    assert other_report_in(raw, mailbox="a@x.example") is None
    assert read_mail(raw).text == ""


def test_a_report_that_returns_a_long_letter_whole_counts() -> None:
    announced(corner_shop())
    deliver_due(now=Touchpoint.objects.filter(channel="email").earliest("due_at").due_at)
    sent = Delivery.objects.get(channel="email")
    report = a_report(sent.message_id).replace(b"\n--b--\n", b"\n" + b"much that was attached\n" * 100_000 + b"--b--\n")
    assert take_reply(report, now=days_later(1)).became is Became.BOUNCED


def test_a_persons_words_are_found_before_what_they_attached() -> None:
    message = beginning_of(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nYes.\n"
        b"--b\nContent-Type: image/png\n\n" + b"abc\n" * 1_000_000 + b"\n--b--\n"
    )
    assert [each.get_content_type() for each in message.walk()] == ["multipart/mixed", "text/plain", "image/png"]
