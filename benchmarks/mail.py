"""How fast do notices leave one by one, beside mail that nobody keeps a ledger of? (spec: notices, throughput)

All write to the same server in its own process; it is written in Python, which bounds how fast anybody can be.
"""

import logging
import smtplib
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine

from benchmarks.result import Result
from benchmarks.rounds import in_turns, rounds
from notifications.api import deliver_due
from notifications.models import Attempt, Delivery, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DeliveryStatus
from notifications.services.release import release_due
from tests.chaos.judge import scene
from tests.chaos.noon import NOW

NOTICES = 60
SENDER = "Sunsetter <sunsetter@localhost>"


def measure(scale: float) -> list[Result]:
    """What is due lies on the ledger already; the attempt before and the mark after each message are counted."""
    times = rounds(scale)
    each = max(3, round(NOTICES * scale))
    total = len(PEERS) * times * each + 5
    for noisy in ("notifications", "django", "lifecycle"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    plan = scene(total)
    Touchpoint.objects.filter(plan=plan).exclude(channel=Channel.EMAIL).delete()
    while release_due(now=NOW):
        pass
    assert deliver_due(now=NOW, limit=5).attempted == 5  # templates are read once
    sample = Delivery.objects.filter(touchpoint__plan=plan, status=DeliveryStatus.ACCEPTED)[0]

    def ours(_: int) -> None:
        assert deliver_due(now=NOW, limit=each).attempted == each

    title, results = f"ledger and SMTP one by one, {each} notices, messages per second", []
    for name, goal, send in PEERS:
        pair = in_turns(ours, partial(send, sample, each), times=times)
        ours_rate, peer_rate = each / pair.ours_s, each / pair.peer_s
        results.append(Result(title, ours_rate, peer_rate, name, goal, pair.peak_mb, at_least=True))
    sent = Delivery.objects.filter(touchpoint__plan=plan, status=DeliveryStatus.ACCEPTED).count()
    assert sent == total == Attempt.objects.filter(delivery__touchpoint__plan=plan).count()
    return results


def _raw_kept(sample: Delivery, number: int, _: int) -> None:
    body = _mime(sample, sample.body_text, sample.body_html)
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for _n in range(number):
            server.sendmail(SENDER, [sample.address], body)


def _raw(sample: Delivery, number: int, _: int) -> None:
    body = _mime(sample, sample.body_text, sample.body_html)
    for _n in range(number):
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
            server.sendmail(SENDER, [sample.address], body)


def _django(sample: Delivery, number: int, _: int) -> None:
    """The same words, with one name to fill in, already inlined; a template, a message, a connection for each."""
    key = sample.account.key
    text, html = (
        Engine().from_string(body.replace(key, "{{ account }}")) for body in (sample.body_text, sample.body_html)
    )
    for n in range(number):
        values = Context({"account": f"account-{n}"})
        _mail(sample, text.render(values), html.render(values)).send()


def _mail(sample: Delivery, text: str, html: str) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(sample.subject, text, SENDER, [sample.address])
    message.attach_alternative(html, "text/html")
    return message


def _mime(sample: Delivery, text: str, html: str) -> bytes:
    return bytes(_mail(sample, text, html).message().as_bytes()).replace(b"\n", b"\r\n")


PEERS = (
    ("raw smtplib, one body, one connection", 0.25, _raw_kept),
    ("raw smtplib, one body, a connection each", 0.25, _raw),
    ("Django EmailMultiAlternatives", 3.0, _django),
)
