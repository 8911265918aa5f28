"""Do the planned contacts match what the plan asks for?"""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lifecycle.api import SunsetPlan, record, ring
from lifecycle.rules.actors import Actor
from lifecycle.rules.policies import Criticality
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.models import Touchpoint
from notifications.rules.calendar_cover import CalendarCover, cover_of
from notifications.rules.compare import compare
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.picture import AccountPicture, Picture
from notifications.rules.planned import Tally
from notifications.rules.planner import WITHDRAWN, each_touchpoint
from notifications.services.existing import accounts_with_contacts, existing_of
from notifications.services.picture import pictures_of
from notifications.services.plan_calendar import keep_calendar
from notifications.services.quarantine import anchored
from notifications.services.touchpoints import apply_changes

RECONCILER = Actor.system("reconciler")
AT_ONCE = 1_000  # accounts: the rows of a large plan are never all in memory


@transaction.atomic
def reconcile(*, plan_id: int, now: datetime) -> Tally:
    """Safe to run twice, late, or on two machines: the plan's row is the lock. Answers how much was changed.

    A ledger that may have forgotten letters plans nothing: by the days of what it thinks untold one sees what may have
    left.
    """
    if anchored(now=now) is None:
        return Tally()
    plan = SunsetPlan.objects.select_for_update(of=("self",)).select_related("module").get(pk=plan_id)
    tally, cover, left = Tally(), CalendarCover(), accounts_with_contacts(plan)
    for piece in pictures_of(plan, now=now, at_once=AT_ONCE):
        cover += cover_of(piece)
        tally += _settled(plan, piece, now)
        left.difference_update(account.key for account in piece.accounts)
    keep_calendar(plan, cover, actor=RECONCILER, now=now)
    tally += _parted(plan, sorted(left), now)
    if tally:
        record(
            "notifications.touchpoints.reconciled",
            subject=plan.key,
            actor=RECONCILER,
            at=now,
            plan_key=plan.key,
            counts=asdict(tally),
        )
        ring("notifications.deliver")
    return tally


def _settled(plan: SunsetPlan, piece: Picture, now: datetime) -> Tally:
    accounts = [account.key for account in piece.accounts]
    changes = compare(each_touchpoint(piece, now=now), existing_of(plan, accounts), today=now.date())
    if changes:
        apply_changes(plan, changes, accounts=accounts, now=now)
    return changes.tally


def _parted(plan: SunsetPlan, accounts: list[str], now: datetime) -> Tally:
    """Of accounts that left the plan nothing is wanted, as of a plan without an end."""
    if not accounts:
        return Tally()
    seen = tuple(AccountPicture(key, Tier.STANDARD) for key in accounts)
    picture = Picture(Stage(plan.stage), Criticality(plan.module.criticality), milestones={}, accounts=seen)
    return _settled(plan, picture, now)


def reconcile_withdrawn(*, now: datetime) -> int:
    """Plans taken back whose told accounts have not all heard of it yet, should the doorbell be lost."""
    heard = Touchpoint.objects.filter(
        plan=OuterRef("plan"),
        account=OuterRef("account"),
        notice__code=NoticeCode.CANCELLED,
    ).filter(Q(created_at__gte=OuterRef("plan__stage_since_at")) | Q(told_at__gte=OuterRef("told_at")))
    told = Touchpoint.objects.filter(~Exists(heard), plan=OuterRef("pk"), told_at__isnull=False)
    waiting = SunsetPlan.objects.filter(Exists(told), stage__in=WITHDRAWN)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    for plan_id in ids:
        reconcile(plan_id=plan_id, now=now)
    return len(ids)
