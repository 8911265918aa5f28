"""Which planned contacts may leave now that every notice needs a second person's yes, and what waits again?"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lifecycle.api import Account, SunsetPlan, sentence
from notifications.models import Delivery, HoldReason, Notice, PlanningRound, Touchpoint
from notifications.rules.approval import ASKED_FOR
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.statuses import UNSENT, TouchpointStatus
from notifications.services.approve_notices import void
from notifications.services.audiences import note_late_joins
from notifications.services.halt_runs import let_go, wait_for_yes
from notifications.services.plan_book import facts_of_plan
from notifications.services.planning_round import unfinished
from notifications.services.standing import Standing, standing
from notifications.services.watch_runs import WATCH


@transaction.atomic
def may_leave(*, now: datetime) -> Q:
    """Which planned touchpoints are free to leave; on the way, whatever lost its yes is held again.

    None of a plan that is planned for a part of its accounts: asked anew by each query, as planning goes on meanwhile.
    And none for an account on which planning fails: what it was to hear may no longer hold.
    """
    planned = ~Q(plan__in=unfinished().values("plan")) & _but_failing()
    bound = {plan.pk: plan for plan in SunsetPlan.objects.filter(settings__asks_notice_approval=True)}
    if not bound:
        return planned
    codes = [code.value for code in ASKED_FOR]
    due = Touchpoint.objects.filter(status=TouchpointStatus.PLANNED, due_at__lte=now, notice=OuterRef("pk"))
    unsent = Delivery.objects.filter(status__in=sorted(UNSENT), touchpoint__notice=OuterRef("pk"))
    working = list(Notice.objects.filter(Exists(due) | Exists(unsent), plan__in=bound, code__in=codes))
    asking = SunsetPlan.objects.select_related("module__replacement_module").in_bulk({row.plan_id for row in working})
    known = {pk: facts_of_plan(plan) for pk, plan in asking.items()}
    cleared = []
    for notice in working:
        found = standing(asking[notice.plan_id], NoticeCode(notice.code), known=known[notice.plan_id])
        if _is_cleared(notice, found, now):
            cleared.append(notice.pk)
    return planned & (~Q(plan__in=bound) | ~Q(notice__code__in=codes) | Q(notice__in=cleared))


def _but_failing() -> Q:
    left_out = Q()
    for plan, keys in PlanningRound.objects.exclude(failing=[]).order_by("plan").values_list("plan", "failing"):
        ids = list(Account.objects.filter(key__in=keys).order_by("pk").values_list("pk", flat=True))
        left_out &= ~Q(plan=plan, account__in=ids)
    return left_out


def _is_cleared(notice: Notice, found: Standing, now: datetime) -> bool:
    rows = Delivery.objects.filter(touchpoint__notice=notice)
    if not found.verdict:
        wait_for_yes(rows)
        if found.approval:
            why = "; ".join(sentence(each) for each in found.verdict.blockers)
            void(found.approval, notice.plan, why=why, actor=WATCH, now=now)
        return False
    if found.approval and found.joined and found.joined.accounts:
        note_late_joins(found.approval.audience, found.joined, now=now)
    let_go(rows.filter(hold_reason=HoldReason.APPROVAL))
    return True
