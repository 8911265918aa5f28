"""How does mail leave without a ledger: one body again and again, a name filled in, a notice from Django's templates?

Each sends over one connection that stays open, to one recipient per message, and keeps no record of what left.
"""

import smtplib
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template import Context, Engine

from benchmarks.mail_scene import SENDER
from benchmarks.mail_words import rendered, words_of
from notifications.models import Delivery

RAW = "raw smtplib, one body, one connection"
DJANGO = "Django templates and EmailMultiAlternatives, one connection"
ONE_NAME = "Django EmailMultiAlternatives, one name filled in, one connection"
ALIKE = 0.05  # so much may the peers' messages differ in size


def body(sample: Delivery) -> bytes:
    """A finished message, CRLF line ends."""
    return as_sent(_mail(sample, sample.subject, sample.body_text, sample.body_html))


def raw(sample: Delivery) -> Callable[[int], None]:
    mail = body(sample)

    def send(number: int) -> None:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
            for _ in range(number):
                server.sendmail(SENDER, [sample.address], mail)

    return send


def one_name(sample: Delivery) -> Callable[[int], None]:
    """The lightest that still makes a message for each: a finished text with one name to fill in."""
    key = sample.account.name
    made = (Engine().from_string(each.replace(key, "{{ account }}")) for each in (sample.body_text, sample.body_html))
    text, html = made

    def words(n: int) -> tuple[str, str, str]:
        values = Context({"account": f"Account {n}"})
        return sample.subject, text.render(values), html.render(values)

    return partial(_each, sample, words)


def from_templates(sample: Delivery) -> Callable[[int], None]:
    """What a Django team would write: that account's names, dates, links and figures in three cached templates."""
    notice = words_of(sample)
    engine = notice.engine
    assert rendered(engine, notice.values) == (sample.subject, sample.body_text, sample.body_html)

    def words(n: int) -> tuple[str, str, str]:
        return rendered(engine, {**notice.values, "account_name": f"Account {n}"})

    is_alike(as_sent(_mail(sample, *words(7))), sample)
    return partial(_each, sample, words)


def is_alike(message: bytes, sample: Delivery) -> None:
    """Equal bytes are a condition of the comparison."""
    usual = len(body(sample))
    assert abs(len(message) - usual) <= ALIKE * usual, (len(message), usual)


def _each(sample: Delivery, words: Callable[[int], tuple[str, str, str]], number: int) -> None:
    with get_connection() as connection:
        for n in range(number):
            mail = _mail(sample, *words(n))
            mail.connection = connection
            mail.send()


def _mail(sample: Delivery, subject: str, text: str, html: str) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(subject, text, SENDER, [sample.address])
    message.attach_alternative(html, "text/html")
    return message


def as_sent(message: EmailMultiAlternatives) -> bytes:
    return bytes(message.message().as_bytes()).replace(b"\n", b"\r\n")
