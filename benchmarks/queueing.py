"""How much memory do planning and queueing of very many letters take? (spec: notices, planning backwards)

Every contact of a retirement is planned at once and queued on its day; what was queued on one day has left before the
next, as far as the ledger knows: nothing is sent here. The peer is a fifth of the accounts, or a tenth where that is
still several pieces: what is needed beyond the program itself must hardly grow with them. `--scale 4.2` plans and
queues a million. The seconds are shown beside those in which this program itself used the processor; the rest is the
database's.
"""

import gc
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as hour

from benchmarks.mail_scene import NOW, OFF
from benchmarks.result import Result
from benchmarks.rounds import forget_peak, peak_mb
from lifecycle.models import Account, Contact, Evidence, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import reconcile
from notifications.models import Delivery, Touchpoint
from notifications.reconcile import AT_ONCE as PIECE
from notifications.rules.statuses import UNSENT, DeliveryStatus, TouchpointStatus
from notifications.services.release import release_due
from tests.cast import a_plan

ACCOUNTS, FEWER, MANY_FEWER = 10_000, 5, 10
AT_ONCE = 250  # made: what is kept for reuse after making more would hide what planning needs
KNOWN = ("usage_below", "notice_served", "all_reached", "export_settled", "no_export_open", "backup_restores")


@dataclass(frozen=True, slots=True)
class Took:
    wall_s: float
    own_s: float


@dataclass(frozen=True, slots=True)
class Run:
    """The most memory above what the program held before (at least one MB, where nothing can be read), and the rows."""

    growth_mb: float
    planned: int
    queued: int
    planning: Took
    queueing: Took


def measure(scale: float) -> list[Result]:
    number = max(20, round(ACCOUNTS * scale))
    fewer = max(number // MANY_FEWER, min(2 * PIECE, number // FEWER))
    _run(min(PIECE, fewer))  # whatever is read once
    small, large = _run(fewer), _run(number)
    assert large.planned == large.queued >= number
    goal = 1.5 if fewer > PIECE else number / fewer  # below two pieces nothing could be flat
    rows = f"{large.planned:,} letters of {number:,} accounts"
    memory = Result(
        f"plan and queue {rows}, MB beyond the program",
        large.growth_mb,
        small.growth_mb,
        f"{small.planned:,} letters of {fewer:,} accounts",
        goal,
        peak_mb(),
    )
    return [memory, _shown(f"plan {rows}, s", large.planning), _shown(f"queue {rows}, s", large.queueing)]


def _shown(name: str, took: Took) -> Result:
    return Result(name, took.wall_s, took.own_s, "of these our own processor's", None)


def _run(number: int) -> Run:
    plan = plan_of(number)
    gc.collect()
    forget_peak()
    before = peak_mb() or 0.0
    planning = _took(lambda: reconcile(plan_id=plan.pk, now=NOW))
    queueing = _took(lambda: _queue(plan))
    growth = max(1.0, (peak_mb() or 0.0) - before)
    planned, queued = Touchpoint.objects.filter(plan=plan), Delivery.objects.filter(touchpoint__plan=plan)
    found = Run(growth, planned.count(), queued.count(), planning, queueing)
    planned.update(status=TouchpointStatus.CANCELLED)
    return found


def _took(work: Callable[[], object]) -> Took:
    wall, own = time.monotonic(), time.process_time()
    work()
    return Took(time.monotonic() - wall, time.process_time() - own)


def _queue(plan: SunsetPlan) -> None:
    """Each contact on its day, to the last one after the end."""
    for day in sorted(set(Touchpoint.objects.filter(plan=plan).order_by().values_list("day", flat=True).distinct())):
        _at_stage_of(plan, day)
        now = max(NOW, datetime.combine(day, hour(12), UTC))
        while release_due(now=now):
            pass
        queued = Delivery.objects.filter(touchpoint__plan=plan, status__in=sorted(UNSENT))
        queued.update(status=DeliveryStatus.CANCELLED, hold_reason="", carrier=None)


def _at_stage_of(plan: SunsetPlan, day: date) -> None:
    stage = Stage.ANNOUNCED if day < OFF else Stage.OFF
    if plan.stage != stage:
        plan.stage = stage
        plan.save(update_fields=["stage"])


def plan_of(number: int) -> SunsetPlan:
    """So many accounts, each with a contact and as much evidence as a plan under way has."""
    module = f"m{uuid.uuid4().hex[:8]}"
    plan = a_plan(module=module, stage=Stage.ANNOUNCED, switch_off_date=OFF)
    for first in range(0, number, AT_ONCE):
        accounts = Account.objects.bulk_create(
            Account(key=f"{module}-{n}", name=f"Account {n}", created_at=NOW, csm_email="dora@sunsetter.example")
            for n in range(first, min(number, first + AT_ONCE))
        )
        Contact.objects.bulk_create(
            Contact(account=each, email=f"{each.key}@x.example", email_norm=f"{each.key}@x.example", role="admin")
            for each in accounts
        )
        Evidence.objects.bulk_create(
            Evidence(plan=plan, criterion=name, account=each, value=3, as_of=NOW, source="measured", recorded_at=NOW)
            for each in accounts
            for name in KNOWN
        )
    return plan
