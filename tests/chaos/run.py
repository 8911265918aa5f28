"""Does every notice arrive exactly once, or is it listed, when workers die at any moment?"""

import logging
import math
import random
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from celery import current_app
from django.db.models import Q

from config.services.mail_sink import MailSink
from lifecycle.models import Account, Contact, Evidence, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import reconcile
from notifications.models import Delivery, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import LEASED, DeliveryStatus
from tests.cast import a_plan
from tests.chaos.worker import Worker

NOW = datetime(2027, 3, 3, 12, tzinfo=UTC)  # a Wednesday at noon: mail may leave
OFF = date(2027, 5, 17)  # 75 days on: every standard account is due its announcement


@dataclass(frozen=True, slots=True)
class Result:
    arm: str
    seed: int
    notices: int
    kills: int
    lost: int
    duplicated: int
    uncertain: int
    recovery_p99_s: float


@dataclass(slots=True)
class Recovery:
    """How long the rows of a dead worker stay where it left them."""

    open: dict[tuple[int, uuid.UUID], float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    def note_kill(self) -> None:
        at = time.monotonic()
        for key in _leased():
            self.open.setdefault(key, at)

    def look(self) -> None:
        held, at = _leased(), time.monotonic()
        for key in [key for key in self.open if key not in held]:
            self.took.append(at - self.open.pop(key))

    @property
    def p99_s(self) -> float:
        ordered = sorted(self.took) or [0.0]
        return round(ordered[math.ceil(0.99 * len(ordered)) - 1], 2)


def _leased() -> set[tuple[int, uuid.UUID]]:
    rows = Delivery.objects.filter(status__in=sorted(LEASED)).values_list("pk", "lease_token")
    return {(pk, token) for pk, token in rows if token}


def ledger_arm(
    environ: Mapping[str, str], sink: MailSink, *, seed: int, notices: int, kills: int, within_s: float, log: Path
) -> Result:
    """Our own delivery: rows in Postgres, doorbells over Valkey, SMTP without any key or look-up."""
    plan, recovery = scene(notices), Recovery()
    moments = _moments(seed, notices, kills)
    with Worker(environ, log=log) as worker:
        done = _drive(
            worker, sink, moments, seed, within_s, ring=_ring_deliver, recovery=recovery, finished=_is_finished
        )
    return _judged(plan, sink, Result("ledger", seed, notices, done, 0, 0, 0, recovery.p99_s))


def control_arm(
    environ: Mapping[str, str], sink: MailSink, *, seed: int, notices: int, kills: int, within_s: float, log: Path
) -> Result:
    """The same mail as plain tasks: what was in a dead worker's hands is gone or comes twice."""
    ids = [f"<{uuid.uuid4()}@control.example>" for _ in range(notices)]
    moments = _moments(seed, notices, kills)
    for number, message_id in enumerate(ids):
        current_app.send_task("control.send", args=[message_id, f"a{number}@control.example"])
    quiet = Quiet(sink)
    with Worker(environ, log=log) as worker:
        done = _drive(worker, sink, moments, seed, within_s, ring=_ring_nothing, recovery=Recovery(), finished=quiet)
    counts = Counter(str(each.message["Message-ID"]) for each in sink.messages)
    lost = sum(not counts[each] for each in ids)
    return Result("plain_delay", seed, notices, done, lost, sum(n - 1 for n in counts.values()), 0, 0.0)


@dataclass(slots=True)
class Quiet:
    """Nothing has come for a while."""

    sink: MailSink
    for_s: float = 5.0
    _count: int = -1
    _since: float = 0.0

    def __call__(self) -> bool:
        if len(self.sink.messages) != self._count:
            self._count, self._since = len(self.sink.messages), time.monotonic()
        return self._count > 0 and time.monotonic() - self._since > self.for_s


def _drive(
    worker: Worker,
    sink: MailSink,
    moments: list[int],
    seed: int,
    within_s: float,
    *,
    ring: Callable[[], None],
    recovery: Recovery,
    finished: Callable[[], bool],
) -> int:
    """Ring as the tick does, kill when so many messages have arrived; answer how many kills were made."""
    chance, kills, rung, end = random.Random(seed), 0, 0.0, time.monotonic() + within_s
    while time.monotonic() < end and not (kills == len(moments) and finished()):
        if time.monotonic() - rung > 0.3:
            ring()
            recovery.look()
            rung = time.monotonic()
        if kills < len(moments) and len(sink.messages) >= moments[kills]:
            time.sleep(chance.random() * 0.03)
            recovery.note_kill()
            _kill(worker, hard=kills % 4 == 1)
            kills += 1
        time.sleep(0.005)
    recovery.look()
    return kills


def _kill(worker: Worker, *, hard: bool) -> None:
    """Now and then the whole worker dies, else only those of its processes that deliver."""
    if hard:
        worker.kill_all()
        worker.start()
    else:
        worker.kill_children()


def _moments(seed: int, notices: int, kills: int) -> list[int]:
    return sorted(random.Random(seed).sample(range(5, int(notices * 0.9)), kills))


def _ring_deliver() -> None:
    current_app.send_task("notifications.deliver", kwargs={"now": NOW.isoformat()}, expires=5, ignore_result=True)


def _ring_nothing() -> None:
    """Plain tasks wait in the queue already."""


def _is_finished() -> bool:
    waiting = Q(status__in=[DeliveryStatus.READY, *sorted(LEASED)])
    planned = Touchpoint.objects.filter(status="planned", due_at__lte=NOW)
    return Delivery.objects.exists() and not Delivery.objects.filter(waiting).exists() and not planned.exists()


def _judged(plan: SunsetPlan, sink: MailSink, result: Result) -> Result:
    counts = Counter(str(each.message["Message-ID"]) for each in sink.messages)
    rows = list(Delivery.objects.filter(touchpoint__plan=plan, channel="email").values_list("message_id", "status"))
    sure = [name for name, status in rows if status == DeliveryStatus.ACCEPTED]
    unsure = [name for name, status in rows if status == DeliveryStatus.UNCERTAIN]
    lost = result.notices - len(sure) - len(unsure) + sum(not counts[name] for name in sure)
    foreign = set(counts) - {name for name, _status in rows}
    return Result(
        arm=result.arm,
        seed=result.seed,
        notices=result.notices,
        kills=result.kills,
        lost=lost,
        duplicated=sum(n - 1 for n in counts.values()) + len(foreign),
        uncertain=len(unsure),
        recovery_p99_s=result.recovery_p99_s,
    )


def scene(notices: int) -> SunsetPlan:
    """So many standard accounts, each due its announcement at noon."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    module = f"m{uuid.uuid4().hex[:8]}"
    plan = a_plan(module=module, stage=Stage.ANNOUNCED, switch_off_date=OFF)
    accounts = Account.objects.bulk_create(
        Account(key=f"{module}-{n}", name=f"Account {n}", created_at=NOW, csm_email="dora@sunsetter.example")
        for n in range(notices)
    )
    Contact.objects.bulk_create(
        Contact(account=each, email=f"{each.key}@x.example", email_norm=f"{each.key}@x.example", role="admin")
        for each in accounts
    )
    Evidence.objects.bulk_create(
        Evidence(plan=plan, criterion="usage_below", account=each, value=1, as_of=NOW, source="test", recorded_at=NOW)
        for each in accounts
    )
    reconcile(plan_id=plan.pk, now=NOW)
    # The product's own inbox takes part with a tenth: it can be looked up, mail cannot.
    inbox = Touchpoint.objects.filter(plan=plan, channel=Channel.IN_APP)
    inbox.exclude(account__in=accounts[: notices // 10]).delete()
    return plan
