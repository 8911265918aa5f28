"""Which work of notifications can be rung for?"""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from notifications.api import deliver_due, push_evidence, reconcile, reconcile_withdrawn

DELIVER_WITHIN_S = 12.0  # below the soft limit with one send still to end; the rest is rung for


@shared_task(name="notifications.deliver")
def deliver(**ids: object) -> None:
    """Early acknowledged: a lost message is a late one, the rows are the work."""
    now = _now(ids)
    reconcile_withdrawn(now=now)
    deliver_due(now=now, within_s=DELIVER_WITHIN_S)


@shared_task(name="notifications.reconcile")
def reconcile_plan(*, plan_id: int, **ids: object) -> None:
    reconcile(plan_id=plan_id, now=_now(ids))


@shared_task(name="notifications.push_evidence")
def push_evidence_of_plan(*, plan_id: int, **ids: object) -> None:
    push_evidence(plan_id=plan_id, now=_now(ids))


def _now(ids: dict[str, object]) -> datetime:
    """The clock, unless the caller lives in simulated time."""
    given = ids.get("now")
    return datetime.fromisoformat(str(given)) if given else timezone.now()
