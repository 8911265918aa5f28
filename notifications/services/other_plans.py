"""On which days do other plans speak to the accounts of this one?"""

from datetime import datetime, timedelta

from django.db.models import Q

from lifecycle.api import SunsetPlan, affected_accounts
from notifications.models import Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.picture import Taken
from notifications.rules.statuses import TouchpointStatus

_LOOK_BACK = timedelta(days=14)  # longer than three working days anywhere
_SAID = (TouchpointStatus.RELEASED, TouchpointStatus.SERVED)


def taken_by_others(plan: SunsetPlan, *, now: datetime) -> dict[int, tuple[Taken, ...]]:
    """By account id, in the order of the days.

    What was said counts, and what must be said. Of two optional contacts that are still planned the one of the older
    plan keeps its day and the other one waits: so two plans never push each other to and fro.
    """
    planned = Q(status=TouchpointStatus.PLANNED)
    counts = Q(status__in=_SAID) | planned & (Q(obligation__isnull=False) | Q(plan__lt=plan.pk))
    here = affected_accounts(plan).values("pk")
    rows = Touchpoint.objects.filter(counts, account__in=here, day__gte=(now - _LOOK_BACK).date()).exclude(plan=plan)
    seen = rows.order_by("day", "channel").values_list("account_id", "channel", "day").distinct()
    found: dict[int, tuple[Taken, ...]] = {}
    for account_id, channel, day in seen:
        found[account_id] = (*found.get(account_id, ()), Taken(Channel(channel), day))
    return found
