"""Do the planned contacts match what the plan asks for?"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from lifecycle.api import SunsetPlan, record, ring
from lifecycle.rules.actors import Actor
from notifications.models import Touchpoint
from notifications.rules.compare import compare
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.planned import Changes
from notifications.rules.planner import WITHDRAWN, each_touchpoint
from notifications.services.picture import existing_of, picture_of
from notifications.services.plan_calendar import keep_calendar
from notifications.services.touchpoints import apply_changes

RECONCILER = Actor.system("reconciler")


@transaction.atomic
def reconcile(*, plan_id: int, now: datetime) -> Changes:
    """Safe to run twice, late, or on two machines: the plan's row is the lock."""
    plan = SunsetPlan.objects.select_for_update(of=("self",)).select_related("module").get(pk=plan_id)
    picture = picture_of(plan, now=now)
    keep_calendar(plan, picture, actor=RECONCILER, now=now)
    changes = compare(each_touchpoint(picture, now=now), existing_of(plan), today=now.date())
    if changes:
        apply_changes(plan, changes, now=now)
        record(
            "notifications.touchpoints.reconciled",
            subject=plan.key,
            actor=RECONCILER,
            at=now,
            plan_key=plan.key,
            counts=changes.counts,
        )
        ring("notifications.deliver")
    return changes


def reconcile_withdrawn(*, now: datetime) -> int:
    """Plans taken back whose told accounts have not all heard of it yet, should the doorbell be lost."""
    told = Touchpoint.objects.filter(plan=OuterRef("pk"), told_at__isnull=False)
    heard = Touchpoint.objects.filter(
        plan=OuterRef("pk"), notice__code=NoticeCode.CANCELLED, created_at__gte=OuterRef("stage_since_at")
    )
    waiting = SunsetPlan.objects.filter(Exists(told), ~Exists(heard), stage__in=WITHDRAWN)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    for plan_id in ids:
        reconcile(plan_id=plan_id, now=now)
    return len(ids)
