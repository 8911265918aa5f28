"""Under which contact does a further letter leave, when the dates have moved since the first one was read?"""

from datetime import datetime
from zoneinfo import ZoneInfo

from lifecycle.rules.milestones import DatedPromise
from notifications.models import Touchpoint
from notifications.rules.statuses import TouchpointStatus
from notifications.rules.step_names import retold
from notifications.services.plan_book import PlanFacts, facts_of_plan


def contact_for_now(touchpoint: Touchpoint, *, now: datetime) -> Touchpoint:
    """Itself while what it told still holds: the dates on record are those of its text.

    Else one of its own for the dates of now, the same one however many letters follow.
    """
    if touchpoint.told_dates is None:
        return touchpoint
    known = facts_of_plan(touchpoint.plan)
    if touchpoint.told_dates == known.told:
        return touchpoint
    found, _is_new = Touchpoint.objects.get_or_create(
        notice_id=touchpoint.notice_id,
        account=touchpoint.account,
        step=retold(touchpoint.step, _revision(known)),
        date_revision=touchpoint.date_revision,
        defaults={
            "plan": touchpoint.plan,
            "obligation_id": touchpoint.obligation_id,
            "channel": touchpoint.channel,
            "anchor": touchpoint.anchor,
            "day": now.astimezone(ZoneInfo(touchpoint.account.timezone)).date(),
            "due_at": now,
            "late_until": touchpoint.late_until,
            "status": TouchpointStatus.RELEASED,
            "run_id": touchpoint.run_id,
            "created_at": now,
        },
    )
    return found


def _revision(known: PlanFacts) -> int:
    promises: list[DatedPromise] = list(known.promises.values())
    return 1 + sum(each.revision - 1 for each in promises)
