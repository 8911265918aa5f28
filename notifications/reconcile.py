"""Do the planned contacts match what the plan asks for?"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lifecycle.api import SunsetPlan, record, ring
from lifecycle.rules.actors import Actor
from lifecycle.rules.tiers import Tier
from notifications.models import Touchpoint
from notifications.rules.compare import compare
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.picture import AccountPicture, Picture
from notifications.rules.planned import Tally
from notifications.rules.planner import WITHDRAWN, each_touchpoint
from notifications.services.picture import accounts_with_contacts, existing_of, picture_of
from notifications.services.plan_calendar import keep_calendar
from notifications.services.quarantine import anchored
from notifications.services.touchpoints import apply_changes

RECONCILER = Actor.system("reconciler")
BLOCK = 2_000  # accounts


@transaction.atomic
def reconcile(*, plan_id: int, now: datetime) -> Tally:
    """Safe to run twice, late, or on two machines: the plan's row is the lock. Answers how much was changed.

    A ledger that may have forgotten letters plans nothing: by the days of what it thinks untold one sees what may have
    left.
    """
    if anchored(now=now) is None:
        return Tally()
    plan = SunsetPlan.objects.select_for_update(of=("self",)).select_related("module").get(pk=plan_id)
    picture = picture_of(plan, now=now)
    keep_calendar(plan, picture, actor=RECONCILER, now=now)
    tally = sum((_block(plan, block, now) for block in _blocks(plan, picture)), start=Tally())
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


def _blocks(plan: SunsetPlan, picture: Picture) -> Iterator[Picture]:
    """A few accounts at a time, so that the rows of a large plan are never all in memory; at last those who left it."""
    for first in range(0, len(picture.accounts), BLOCK):
        yield replace(picture, accounts=picture.accounts[first : first + BLOCK])
    gone = accounts_with_contacts(plan) - {account.key for account in picture.accounts}
    if gone:
        left = tuple(AccountPicture(key, Tier.STANDARD) for key in sorted(gone))
        yield replace(picture, milestones={}, accounts=left)  # without an end nothing is wanted


def _block(plan: SunsetPlan, block: Picture, now: datetime) -> Tally:
    accounts = [account.key for account in block.accounts]
    changes = compare(each_touchpoint(block, now=now), existing_of(plan, accounts), today=now.date())
    if changes:
        apply_changes(plan, changes, accounts=accounts, now=now)
    return changes.tally


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
