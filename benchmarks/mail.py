"""How fast do notices leave, in batches and one by one, beside mail that nobody keeps a ledger of? (spec: throughput)

All write to the same server over one connection each, in turns; the first turn warms up and does not count. What has
a goal is judged by it; the other figures stand beside it, so that nobody need trust our choice of peers.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from statistics import median

from benchmarks.mail_claims import claim_times
from benchmarks.mail_floor import FLOOR, bare, bare_ledger
from benchmarks.mail_ledger import release_beside_copy
from benchmarks.mail_others import CEILING, HAS_POST_OFFICE, POST_OFFICE, ceiling, post_office, smtp_source
from benchmarks.mail_peers import DJANGO, ONE_NAME, RAW, body, from_templates, one_name, raw
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
TOGETHER = {RAW: 0.6, DJANGO: 6.0, POST_OFFICE: 4.0, FLOOR: 0.5, ONE_NAME: None, CEILING: None}
ONE_BY_ONE = {RAW: 0.25, DJANGO: 3.0, FLOOR: 0.5, ONE_NAME: None, CEILING: None}
Send = Callable[[int], float | None]  # an answer is the time it took by its own clock


def measure(scale: float) -> list[Result]:
    quiet()
    times, each = rounds(scale, usual=5), max(5, round(NOTICES * scale))
    sink = "smtp-sink" if smtp_sink() else "a sink in Python"
    results = []
    for title, is_optional, goals in (
        ("ledger and SMTP one by one", False, ONE_BY_ONE),
        ("ledger and SMTP in marks of 20", True, TOGETHER),
    ):
        rate = _beside_peers(times, each, is_optional=is_optional, wanted=set(goals))
        name = f"{title}, {each} notices to {sink}, messages per second"
        results += [
            Result(name, rate["ours"], rate[peer], peer, goal, peak_mb(), at_least=True)
            for peer, goal in goals.items()
            if peer in rate
        ]
    return [*results, *release_beside_copy(scale), *claim_times(scale)]


def _beside_peers(times: int, each: int, *, is_optional: bool, wanted: set[str]) -> dict[str, float]:
    """Messages per second of each. What is due lies on the ledger; attempts before and marks after are counted."""
    total = (times + 1) * each + 1
    plan = planned_letters(total, is_optional=is_optional)
    while release_due(now=NOW):
        pass
    assert deliver_due(now=NOW, limit=1).attempted == 1  # templates are read once
    sample = Delivery.objects.filter(touchpoint__plan=plan, status=DeliveryStatus.ACCEPTED)[0]
    with _peers(sample, wanted, at_once=AT_ONCE if is_optional else 1) as peers:
        spent = _in_turns({"ours": _ours, **peers}, times, each)
    rows = Delivery.objects.filter(touchpoint__plan=plan)
    sent = rows.filter(status=DeliveryStatus.ACCEPTED).count()
    assert sent == total == Attempt.objects.filter(delivery__touchpoint__plan=plan, outcome="ok").count()
    return {name: each / median(values[1:] or values) for name, values in spent.items()}


@contextmanager
def _peers(sample: Delivery, wanted: set[str], *, at_once: int) -> Iterator[Mapping[str, Send]]:
    """Those that are there: without postfix no ceiling, without django-post_office none of it, which is said."""
    mail = (SENDER, sample.address, body(sample))
    with bare_ledger() as owner:
        peers: dict[str, Send] = {
            RAW: raw(sample),
            DJANGO: from_templates(sample),
            ONE_NAME: one_name(sample),
            FLOOR: lambda number: bare(owner, mail, number, at_once),
        }
        if smtp_source():
            peers[CEILING] = ceiling(sample)
        if POST_OFFICE not in wanted:
            yield peers
        elif not HAS_POST_OFFICE:
            print("django-post_office is not installed; its figure is left out", flush=True)
            yield peers
        else:
            with post_office(sample) as other:
                yield {**peers, POST_OFFICE: other}


def _in_turns(ways: Mapping[str, Send], times: int, each: int) -> dict[str, list[float]]:
    forget_peak()
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(times + 1):
        names, first = list(ways), number % len(ways)
        for name in names[first:] + names[:first]:
            spent[name].append(_took(ways[name], each))
    return spent


def _took(send: Send, number: int) -> float:
    own: list[float | None] = []
    took = seconds(lambda _: own.append(send(number)), 0)
    return own[0] or took


def _ours(number: int) -> None:
    assert deliver_due(now=NOW, limit=number).attempted == number
