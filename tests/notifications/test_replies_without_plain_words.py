"""A reply that holds no plain words reaches the desk with those of its page (A13, notices case 33)."""

from datetime import timedelta

import pytest

from config.services.mail_sink import MailSink
from notifications.api import deliver_due, take_reply
from notifications.models import Delivery, Touchpoint
from notifications.rules.replies import words_of_page
from tests.cast import corner_shop
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db

HEAD = """From: owner@corner-shop.example
Message-ID: <{number}@corner-shop.example>
In-Reply-To: {ref}
Auto-Submitted: auto-replied
"""
PAGE = """Content-Type: text/html; charset=utf-8

<html><head><title>no</title><style>p {}</style></head><body><![odd[ <p>I have left the
company.<br>Write to <a href="mailto:backup@corner-shop.example?subject=x">my colleague</a> &amp; be well.</p>
<blockquote>you wrote to hidden@elsewhere.example</blockquote><script>alert(1)</script>
"""
BESIDE = (
    """Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain


--b
"""
    + PAGE
    + "--b--\n"
)
ODD = "Content-Type: text/plain; charset=klingon\n\nnuqneH\n"
PICTURE = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"


def a_letter() -> Delivery:
    announced(corner_shop())
    deliver_due(now=Touchpoint.objects.filter(channel="email").earliest("due_at").due_at)
    return Delivery.objects.get(channel="email")


def test_the_words_of_a_page_are_read_and_where_there_are_none_the_task_says_so(mail: MailSink) -> None:
    sent = a_letter()
    scripts = []
    for number, body in enumerate((PAGE, BESIDE, ODD, PICTURE)):
        raw = (HEAD.format(number=number, ref=sent.message_id) + "MIME-Version: 1.0\n" + body).encode()
        found = take_reply(raw, now=sent.created_at + timedelta(hours=1))
        assert found.task is not None
        scripts.append((found.suggested, found.task.script.partition(":\n\n")[2]))
    said = "I have left the company.\nWrite to my colleague <backup@corner-shop.example> & be well."
    suggested = "backup@corner-shop.example"
    assert scripts[:2] == [((suggested,), f"{said}\n\nSuggested instead: {suggested}")] * 2
    nothing = ((), "(No words could be read in this message: look at the mail itself.)")
    assert scripts[2:] == [nothing] * 2


def test_headers_that_nobody_can_read_keep_no_reply_from_the_desk(mail: MailSink) -> None:
    sent = a_letter()
    odd = (
        b'From: "\nCc: a@\nSubject: \xff\nMessage-ID: <:t\xe9"\nIn-Reply-To: '
        + sent.message_id.encode()
        + b"\n\nYes.\n"
    )
    found = take_reply(odd, now=sent.created_at)
    assert (found.is_new, take_reply(odd, now=sent.created_at).is_new) == (True, False)
    assert found.task is not None
    assert found.task.script.endswith("Yes.")


def test_an_address_that_the_words_show_is_said_once() -> None:
    page = '<div>Ask <a href="mailto:b@x.example">b@x.example</a>, not <a href="https://x.example">us</a></a>.</div>'
    assert words_of_page(page) == "Ask b@x.example, not us."
