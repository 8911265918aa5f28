"""How fast do notices leave, in batches and one by one, beside mail that nobody keeps a ledger of? (spec: throughput)

All write to the same server over one connection each, in turns; the first turn warms up and does not count.
"""

import smtplib
from collections.abc import Callable
from functools import partial
from statistics import median

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template import Context, Engine

from benchmarks.mail_ledger import claim_times, release_beside_copy
from benchmarks.mail_scene import NOW, SENDER, planned_letters, quiet
from benchmarks.mail_server import smtp_sink
from benchmarks.result import Result
from benchmarks.rounds import forget_peak, peak_mb, rounds, seconds
from notifications.api import deliver_due
from notifications.models import Attempt, Delivery
from notifications.rules.statuses import DeliveryStatus
from notifications.services.release import release_due

NOTICES = 400
RAW, DJANGO = "raw smtplib, one body, one connection", "Django EmailMultiAlternatives, one connection"
Send = Callable[[int], object]


def measure(scale: float) -> list[Result]:
    quiet()
    times, each = rounds(scale, usual=5), max(20, round(NOTICES * scale))
    sink = "smtp-sink" if smtp_sink() else "a sink in Python"
    one_by_one = _beside_peers(times, each, is_optional=False)
    together = _beside_peers(times, each, is_optional=True)
    results = []
    for title, rate, goals in (
        ("ledger and SMTP in marks of 20", together, {RAW: 0.6, DJANGO: 6.0}),
        ("ledger and SMTP one by one", one_by_one, {RAW: 0.25, DJANGO: 3.0}),
    ):
        name = f"{title}, {each} notices to {sink}, messages per second"
        results += [
            Result(name, rate["ours"], rate[peer], peer, goal, peak_mb(), at_least=True) for peer, goal in goals.items()
        ]
    return [*results, *release_beside_copy(scale), *claim_times(scale)]


def _beside_peers(times: int, each: int, *, is_optional: bool) -> dict[str, float]:
    """Messages per second of each. What is due lies on the ledger; attempts before and marks after are counted."""
    total = (times + 1) * each + 1
    plan = planned_letters(total, is_optional=is_optional)
    while release_due(now=NOW):
        pass
    assert deliver_due(now=NOW, limit=1).attempted == 1  # templates are read once
    sample = Delivery.objects.filter(touchpoint__plan=plan, status=DeliveryStatus.ACCEPTED)[0]
    ways: dict[str, Send] = {
        "ours": partial(_ours, each),
        RAW: partial(_raw, sample, each),
        DJANGO: partial(_django, sample, each),
    }
    forget_peak()
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(times + 1):
        names = list(ways)
        for name in names[number % 3 :] + names[: number % 3]:
            spent[name].append(seconds(ways[name], number))
    rows = Delivery.objects.filter(touchpoint__plan=plan)
    sent = rows.filter(status=DeliveryStatus.ACCEPTED).count()
    assert sent == total == Attempt.objects.filter(delivery__touchpoint__plan=plan, outcome="ok").count()
    return {name: each / median(values[1:] or values) for name, values in spent.items()}


def _ours(number: int, _: int) -> None:
    assert deliver_due(now=NOW, limit=number).attempted == number


def _raw(sample: Delivery, number: int, _: int) -> None:
    message = _mail(sample, sample.body_text, sample.body_html).message()
    body = bytes(message.as_bytes()).replace(b"\n", b"\r\n")
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for _n in range(number):
            server.sendmail(SENDER, [sample.address], body)


def _django(sample: Delivery, number: int, _: int) -> None:
    """The same words, with one name to fill in, already inlined: a template and a message for each."""
    key = sample.account.name
    text, html = (
        Engine().from_string(body.replace(key, "{{ account }}")) for body in (sample.body_text, sample.body_html)
    )
    with get_connection() as connection:
        for n in range(number):
            values = Context({"account": f"Account {n}"})
            mail = _mail(sample, text.render(values), html.render(values))
            mail.connection = connection
            mail.send()


def _mail(sample: Delivery, text: str, html: str) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(sample.subject, text, SENDER, [sample.address])
    message.attach_alternative(html, "text/html")
    return message
