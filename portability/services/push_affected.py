"""Whose content has begun to move to the replacement?"""

from datetime import datetime

from django.db.models import Max

from lifecycle.api import note_affected_day, reading, record_account_signal
from lifecycle.rules.affected import Signal
from portability.models import Transfer
from portability.rules.transfer_status import STOPPED


def push_affected(*, plan_id: int, now: datetime) -> int:
    """The accounts with a transfer that began to write and was not given up; returns how many subjects moved."""
    plan = reading.plan_by_id(plan_id)
    if plan is None:
        return 0
    begun = Transfer.objects.filter(plan=plan, started_at__isnull=False).exclude(status__in=sorted(STOPPED))
    at_by_account = dict(begun.order_by().values_list("account_id").annotate(Max("started_at")))
    moved = record_account_signal(plan=plan, signal=Signal.MOVING, at_by_account=at_by_account, now=now)
    if moved:
        note_affected_day(plan, now=now)
    return moved
