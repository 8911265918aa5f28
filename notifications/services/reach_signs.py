"""Which signs of answers, bounces, missing contacts and other dates does a plan have, each read at once?

`of` may name one account.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Exists, Max, Min, OuterRef, Q

from lifecycle.api import Account, SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from notifications.channels.email.route import TELLING_ROUTE
from notifications.models import Attempt, DeliveryEvent, DeskTask, Touchpoint
from notifications.rules.desk_rights import SPEAKS_FOR_ACCOUNT
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.statuses import BOUNCED, DEAD_ENDS, AttemptOutcome, DeliveryStatus
from notifications.rules.valid_end import Said


def last_spoken(plan: SunsetPlan, **of: Account) -> dict[int, datetime]:
    """By account: when somebody there last spoke with one of us."""
    spoken = DeskTask.objects.filter(plan=plan, outcome__in=SPEAKS_FOR_ACCOUNT, closed_at__isnull=False, **of)
    return dict(spoken.values_list("account_id").annotate(Max("closed_at")))


def came_back(plan: SunsetPlan, **of: Account) -> dict[int, datetime]:
    """By delivery: when the provider told of a bounce, else when the last attempt was refused."""
    whose = {f"delivery__{name}": account for name, account in of.items()}
    dead = Attempt.objects.filter(
        **whose, delivery__touchpoint__plan=plan, delivery__status__in=sorted(DEAD_ENDS), ended_at__isnull=False
    )
    told = DeliveryEvent.objects.filter(**whose, delivery__touchpoint__plan=plan, type__in=sorted(BOUNCED))
    return {
        **dict(dead.values_list("delivery_id").annotate(Max("ended_at"))),
        **dict(told.values_list("delivery_id").annotate(Min("occurred_at"))),
    }


def told_of(plan: SunsetPlan, **of: Account) -> set[int]:
    """Deliveries that a provider's interface took over last, which tells what it delivered.

    Where its answer was never heard and a person found out that the letter arrived, nothing more need come.
    """
    whose = {f"delivery__{name}": account for name, account in of.items()}
    tries = Attempt.objects.filter(**whose, delivery__touchpoint__plan=plan, route__regex=TELLING_ROUTE)
    later = Attempt.objects.filter(delivery=OuterRef("delivery"), n__gt=OuterRef("n"))
    heard = Q(outcome=AttemptOutcome.OK) | Exists(DeliveryEvent.objects.filter(delivery=OuterRef("delivery")))
    taken = tries.filter(heard, delivery__status=DeliveryStatus.ACCEPTED).exclude(Exists(later))
    return set(taken.values_list("delivery_id", flat=True))


def nobody_on(plan: SunsetPlan, **of: Account) -> dict[int, date]:
    """By obligation: the first day on which it was to be written to somebody and there was nobody."""
    rows = Touchpoint.objects.filter(
        plan=plan, channel=Channel.EMAIL, status="released", obligation__isnull=False, deliveries__isnull=True, **of
    )
    return {duty: day for duty, day in rows.values_list("obligation_id").annotate(Min("day")) if duty}


def said_at(at: datetime | None, dates: Mapping[str, str] | None) -> Said | None:
    """What a text with these dates said of the end; None when it has not left, or named none."""
    day = (dates or {}).get(MilestoneKind.OFF)
    return Said(at, date.fromisoformat(day)) if at and day else None


def later_end_told(plan: SunsetPlan, off_date: date) -> dict[int, datetime]:
    """By account: when it last was, or may have been, told of a later end than this, or that there is none."""
    late = off_date.isoformat()  # JSON holds days as text, in whose order they are
    letters = Touchpoint.objects.filter(plan=plan, told_at__isnull=False)
    letters = letters.filter(Q(told_dates__off__gt=late) | Q(notice__code=NoticeCode.CANCELLED))
    calls = DeskTask.objects.filter(plan=plan, outcome__in=SPEAKS_FOR_ACCOUNT, closed_at__isnull=False)
    found = dict(letters.values_list("account_id").annotate(Max("told_at")))
    for account, at in calls.filter(script_dates__off__gt=late).values_list("account_id").annotate(Max("closed_at")):
        found[account] = max(at, found.get(account, at))
    return found
