"""How much memory do planning and queueing of very many letters take? (spec: notices, planning backwards)

The peer is a fifth of the accounts: what is needed beyond the program itself must hardly grow with them.
"""

import gc
import uuid

from benchmarks.mail_scene import NOW, OFF
from benchmarks.result import Result
from benchmarks.rounds import forget_peak, peak_mb
from lifecycle.models import Account, Contact, Evidence, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import reconcile
from notifications.models import Delivery, Touchpoint
from notifications.reconcile import AT_ONCE as PIECE
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.release import release_due
from tests.cast import a_plan

ACCOUNTS, FEWER = 10_000, 5
AT_ONCE = 250  # made: what is kept for reuse after making more would hide what planning needs
KNOWN = ("usage_below", "notice_served", "all_reached", "export_settled", "no_export_open", "backup_restores")


def measure(scale: float) -> list[Result]:
    number = max(20, round(ACCOUNTS * scale))
    _growth_mb(number // FEWER)  # whatever is read once
    small, _planned, _queued = _growth_mb(number // FEWER)
    large, planned, queued = _growth_mb(number)
    assert min(planned, queued) >= number
    goal = 1.5 if number // FEWER > PIECE else FEWER  # below two pieces nothing could be flat
    name = f"plan {planned:,} and queue {queued:,} letters of {number:,} accounts, MB beyond the program"
    return [Result(name, large, small, f"{number // FEWER:,} accounts", goal, peak_mb())]


def _growth_mb(number: int) -> tuple[float, int, int]:
    """The most memory above what the program held before (at least one, where nothing can be read), and the rows."""
    plan = _plan_of(number)
    gc.collect()
    forget_peak()
    before = peak_mb() or 0.0
    _queue(plan)
    growth = max(1.0, (peak_mb() or 0.0) - before)
    planned, queued = Touchpoint.objects.filter(plan=plan), Delivery.objects.filter(touchpoint__plan=plan)
    counts = planned.count(), queued.count()
    queued.update(status=DeliveryStatus.CANCELLED)  # nobody is to send it while something else is measured
    planned.update(status=TouchpointStatus.CANCELLED)
    return (growth, *counts)


def _queue(plan: SunsetPlan) -> None:
    reconcile(plan_id=plan.pk, now=NOW)
    while release_due(now=NOW):
        pass


def _plan_of(number: int) -> SunsetPlan:
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
