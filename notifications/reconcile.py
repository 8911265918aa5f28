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
from notifications.rules.planned import Changes, Tally
from notifications.rules.planner import WITHDRAWN, each_touchpoint
from notifications.services.existing import accounts_with_contacts, existing_of
from notifications.services.picture import pictures_of
from notifications.services.plan_calendar import is_kept, keep_calendar
from notifications.services.plan_lock import locked_plan
from notifications.services.quarantine import anchored
from notifications.services.touchpoints import apply_changes

RECONCILER = Actor.system("reconciler")
AT_ONCE = 1_000  # accounts: the rows of a large plan are never all in memory


def reconcile(*, plan_id: int, now: datetime, waits: bool = True) -> Tally:
    """Safe to run twice, late, or on two machines: the plan's row is the lock. Answers how much was changed.

    `waits` False leaves a plan that somebody else goes on holding to the next look, and the worker to others.

    A ledger that may have forgotten letters plans nothing: by the days of what it thinks untold one sees what may have
    left.
    """
    if anchored(now=now) is None or not _is_behind(plan_id, now):
        return Tally()
    return _brought_up(plan_id, now, waits=waits)


def _is_behind(plan_id: int, now: datetime) -> bool:
    """Without the lock, for which whoever pauses the plan would wait; what changes meanwhile, the next look sees."""
    plan = SunsetPlan.objects.select_related("module").get(pk=plan_id)
    cover, left = CalendarCover(), accounts_with_contacts(plan)
    for piece in pictures_of(plan, now=now, at_once=AT_ONCE):
        cover += cover_of(piece)
        if _changes(plan, piece, now):
            return True
        left.difference_update(account.key for account in piece.accounts)
    return not is_kept(plan, cover) or bool(left and _changes(plan, _nothing_wanted(plan, sorted(left)), now))


@transaction.atomic
def _brought_up(plan_id: int, now: datetime, *, waits: bool) -> Tally:
    if (plan := locked_plan(plan_id, waits=waits)) is None:
        return Tally()
    tally, cover, left = Tally(), CalendarCover(), accounts_with_contacts(plan)
    for piece in pictures_of(plan, now=now, at_once=AT_ONCE):
        cover += cover_of(piece)
        tally += _settled(plan, piece, now)
        left.difference_update(account.key for account in piece.accounts)
    keep_calendar(plan, cover, actor=RECONCILER, now=now)
    if left:
        tally += _settled(plan, _nothing_wanted(plan, sorted(left)), now)
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


def _changes(plan: SunsetPlan, piece: Picture, now: datetime) -> Changes:
    accounts = [account.key for account in piece.accounts]
    return compare(each_touchpoint(piece, now=now), existing_of(plan, accounts), today=now.date())


def _settled(plan: SunsetPlan, piece: Picture, now: datetime) -> Tally:
    if changes := _changes(plan, piece, now):
        apply_changes(plan, changes, accounts=[account.key for account in piece.accounts], now=now)
    return changes.tally


def _nothing_wanted(plan: SunsetPlan, accounts: list[str]) -> Picture:
    """Of accounts that left the plan nothing is wanted, as of a plan without an end."""
    seen = tuple(AccountPicture(key, Tier.STANDARD) for key in accounts)
    return Picture(Stage(plan.stage), Criticality(plan.module.criticality), milestones={}, accounts=seen)


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
        reconcile(plan_id=plan_id, now=now, waits=False)
    return len(ids)
