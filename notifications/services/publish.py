"""Do announcements, calendars and copies for webhooks match what the plans say now?"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from lifecycle.api import SunsetPlan
from lifecycle.rules.stages import PUBLIC, Stage
from notifications.models import Announcement
from notifications.rules.announcements import Kind
from notifications.services.announcing import announce
from notifications.services.calendar_entries import keep_entries
from notifications.services.plan_lock import locked_plan
from notifications.services.webhook_events import copy_to_webhooks

_OVER = (Kind.WITHDRAWN, Kind.ENDED)


def publish_all(*, now: datetime) -> int:
    """Every plan that anybody outside may know of and whose end is not told yet; answer how much was new."""
    told_of_end = Announcement.objects.filter(plan=OuterRef("pk"), kind__in=_OVER)
    plans = SunsetPlan.objects.filter(~Exists(told_of_end), stage__in=sorted({*PUBLIC, Stage.CANCELLED}))
    ids = list(plans.order_by("pk").values_list("pk", flat=True))
    return sum(publish_plan(plan_id=pk, now=now, waits=False) for pk in ids)


@transaction.atomic
def publish_plan(*, plan_id: int, now: datetime, waits: bool = True) -> int:
    """Safe to run twice, late, or on two machines: the plan's row is the lock.

    `waits` False leaves a plan that somebody else goes on holding to the next look: others are not kept waiting.
    """
    if (plan := locked_plan(plan_id, waits=waits)) is None:
        return 0
    kept = keep_entries(plan, now=now)
    announced = announce(plan, now=now)
    return kept + (announced is not None) + copy_to_webhooks(plan, now=now)
