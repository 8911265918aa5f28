"""Which signs of answers, bounces and missing contacts does a plan have, each read in one query?

`of` may name one account.
"""

from datetime import date, datetime

from django.db.models import Max, Min

from lifecycle.api import Account, SunsetPlan
from notifications.models import Attempt, DeliveryEvent, DeskTask, Touchpoint
from notifications.rules.desk_rights import SPEAKS_FOR_ACCOUNT
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import BOUNCED, DEAD_ENDS


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


def nobody_on(plan: SunsetPlan, **of: Account) -> dict[int, date]:
    """By obligation: the first day on which it was to be written to somebody and there was nobody."""
    rows = Touchpoint.objects.filter(
        plan=plan, channel=Channel.EMAIL, status="released", obligation__isnull=False, deliveries__isnull=True, **of
    )
    return {duty: day for duty, day in rows.values_list("obligation_id").annotate(Min("day")) if duty}
