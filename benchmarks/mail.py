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

from benchmarks.mail_floor import FLOOR, bare, bare_ledger
from benchmarks.mail_ledger import claim_times, release_beside_copy
from benchmarks.mail_scene import NOW, SENDER, planned_letters, quiet
from benchmarks.mail_server import smtp_sink
from benchmarks.result import Result
from benchmarks.rounds import forget_peak, peak_mb, rounds, seconds
from notifications.api import deliver_due
from notifications.models import Attempt, Delivery
from notifications.rules.statuses import DeliveryStatus
from notifications.services.pile import AT_ONCE
from notifications.services.release import release_due

NOTICES = 1_000
RAW, DJANGO = "raw smtplib, one body, one connection", "Django EmailMultiAlternatives, one connection"
Send = Callable[[int], object]


def measure(scale: float) -> list[Result]:
    quiet()
    times, each = rounds(scale, usual=5), max(5, round(NOTICES * scale))
    sink = "smtp-sink" if smtp_sink() else "a sink in Python"
    one_by_one = _beside_peers(times, each, is_optional=False)
    together = _beside_peers(times, each, is_optional=True)
    results = []
    for title, rate, goals in (
        ("ledger and SMTP in marks of 20", together, {RAW: 0.6, DJANGO: 6.0, FLOOR: 0.5}),
        ("ledger and SMTP one by one", one_by_one, {RAW: 0.25, DJANGO: 3.0, FLOOR: 0.5}),
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
    mail = (SENDER, sample.address, _body(sample))
    with bare_ledger() as owner:
        ways: dict[str, Send] = {
            "ours": partial(_ours, each),
            RAW: partial(_raw, mail, each),
            DJANGO: partial(_django, sample, each),
            FLOOR: partial(bare, owner, mail, each, AT_ONCE if is_optional else 1),
        }
        spent = _in_turns(ways, times)
    rows = Delivery.objects.filter(touchpoint__plan=plan)
    sent = rows.filter(status=DeliveryStatus.ACCEPTED).count()
    assert sent == total == Attempt.objects.filter(delivery__touchpoint__plan=plan, outcome="ok").count()
    return {name: each / median(values[1:] or values) for name, values in spent.items()}


def _in_turns(ways: dict[str, Send], times: int) -> dict[str, list[float]]:
    forget_peak()
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(times + 1):
        names, first = list(ways), number % len(ways)
        for name in names[first:] + names[:first]:
            spent[name].append(seconds(ways[name], number))
    return spent


def _ours(number: int, _: int) -> None:
    assert deliver_due(now=NOW, limit=number).attempted == number


def _body(sample: Delivery) -> bytes:
    message = _mail(sample, sample.body_text, sample.body_html).message()
    return bytes(message.as_bytes()).replace(b"\n", b"\r\n")


def _raw(mail: tuple[str, str, bytes], number: int, _: int) -> None:
    sender, recipient, body = mail
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for _n in range(number):
            server.sendmail(sender, [recipient], body)


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
