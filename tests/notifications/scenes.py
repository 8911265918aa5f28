"""In which retirement do the notification tests play, and how does time pass in it?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from lifecycle.models import Account, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import deliver_due, next_due_at, reconcile
from tests.cast import NOON, a_plan, acme, corner_shop, know

START = NOON


def announced(*accounts: Account, stage: Stage = Stage.ANNOUNCED) -> SunsetPlan:
    """An announced plan that concerns some accounts; by default acme (key) and the corner shop (standard)."""
    plan = a_plan(stage=stage)
    for account in accounts or (acme(), corner_shop()):
        know(plan, "usage_below", 3, account=account, at=START)
    reconcile(plan_id=plan.pk, now=START)
    return plan


def live_until(plan: SunsetPlan, end: datetime, *, since: datetime = START) -> datetime:
    """Let time pass as the tick would: jump to whatever is due next, reconcile and deliver."""
    now = since
    reconcile(plan_id=plan.pk, now=now)
    while True:
        deliver_due(now=now)
        following = next_due_at(after=now)
        if following is None or following > end:
            break
        now = following
        reconcile(plan_id=plan.pk, now=now)
    reconcile(plan_id=plan.pk, now=end)
    deliver_due(now=end)
    return end


def days_later(count: int, *, since: datetime = START) -> datetime:
    return since + timedelta(days=count)


def recipients(messages: Iterable[object]) -> list[str]:
    return sorted(str(each.message["To"]) for each in messages)  # type: ignore[attr-defined]  # the sink's Kept
