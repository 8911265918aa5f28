"""On which days do other plans speak to the accounts of this one?"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q

from lifecycle.api import SunsetPlan, affected_accounts
from lifecycle.rules.plan_settings import from_json
from notifications.models import Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.picture import Taken
from notifications.rules.statuses import TouchpointStatus

_LOOK_BACK = timedelta(days=14)  # longer than three working days anywhere
_SAID = (TouchpointStatus.RELEASED, TouchpointStatus.SERVED)


def taken_by_others(
    plan: SunsetPlan, accounts: Collection[int] | None, *, now: datetime
) -> dict[int, tuple[Taken, ...]]:
    """Of these accounts or of all, by their ids, in the order of the days.

    What was said counts, and what must be said. Of two optional contacts that are still planned the one of the older
    plan keeps its day and the other one waits: so two plans never push each other to and fro. Where both plans let
    their letters be packed, it is open to company until it has left.
    """
    planned = Q(status=TouchpointStatus.PLANNED)
    counts = Q(status__in=_SAID) | planned & (Q(obligation__isnull=False) | Q(plan__lt=plan.pk))
    affected = affected_accounts(plan)
    here = (affected if accounts is None else affected.filter(pk__in=accounts)).values("pk")
    rows = Touchpoint.objects.filter(counts, account__in=here, day__gte=(now - _LOOK_BACK).date()).exclude(plan=plan)
    seen = rows.annotate(is_open=_is_open(plan)).order_by("day", "channel", "is_open")
    found: dict[int, tuple[Taken, ...]] = {}
    for account_id, channel, day, is_open in seen.values_list("account_id", "channel", "day", "is_open").distinct():
        found[account_id] = (*found.get(account_id, ()), Taken(Channel(channel), day, is_open))
    return found


def _is_open(plan: SunsetPlan) -> "ExpressionWrapper[Q]":
    is_packed = Q() if from_json(plan.settings).packs_notices else Q(pk__in=[])
    may = is_packed & ~Q(plan__settings__contains={"packs_notices": False})
    unsaid = Q(channel=Channel.EMAIL, obligation__isnull=True, told_at__isnull=True)
    return ExpressionWrapper(unsaid & may, output_field=BooleanField())
