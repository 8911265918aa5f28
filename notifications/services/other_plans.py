"""On which days do other plans speak to the accounts of this one?"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from lifecycle.api import SunsetPlan, affected_accounts
from lifecycle.rules.plan_settings import from_json
from notifications.models import Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.picture import Taken
from notifications.rules.statuses import TouchpointStatus
from notifications.services.same_mailbox import others_at_mailbox

_LOOK_BACK = timedelta(days=14)  # longer than three working days anywhere
_SAID = (TouchpointStatus.RELEASED, TouchpointStatus.SERVED)


def taken_by_others(
    plan: SunsetPlan, accounts: Collection[int] | None, *, now: datetime
) -> dict[int, tuple[Taken, ...]]:
    """Of these accounts or of all, by their ids, in the order of the days.

    What was said counts, and what must be said. Of two optional contacts that are still planned the one of the older
    plan keeps its day and the other one waits: so two plans never push each other to and fro. Where both plans let
    their letters be packed, it is open to company until it has left.

    A person is counted once: what comes by mail to the same mailbox for another account counts as if it were for this
    one, also of this very plan once it was said.
    """
    affected = affected_accounts(plan)
    here = affected if accounts is None else affected.filter(pk__in=accounts)
    own = _spoken(plan, now).exclude(plan=plan).filter(account__in=here.order_by().values("pk"))
    found: dict[int, set[Taken]] = {}
    for account, taken in _days(own, plan):
        found.setdefault(account, set()).add(taken)
    _add_same_mailbox(found, others_at_mailbox(here), plan, now)
    return {account: tuple(sorted(taken, key=_in_order)) for account, taken in found.items()}


def _in_order(taken: Taken) -> tuple[date, Channel, bool]:
    return taken.day, taken.channel, taken.is_open


def _add_same_mailbox(
    found: dict[int, set[Taken]], others: Mapping[int, Mapping[int, bool]], plan: SunsetPlan, now: datetime
) -> None:
    if not others:
        return
    of_account: defaultdict[int, set[Taken]] = defaultdict(set)
    theirs = {pk for each in others.values() for pk in each}
    for account, taken in _days(_spoken(plan, now).filter(channel=Channel.EMAIL, account__in=theirs), plan):
        of_account[account].add(taken)
    for account, readers in others.items():
        for other, in_one_language in readers.items():
            days = (each if in_one_language else replace(each, is_open=False) for each in of_account[other])
            found.setdefault(account, set()).update(days)


def _spoken(plan: SunsetPlan, now: datetime) -> QuerySet[Touchpoint]:
    planned = Q(status=TouchpointStatus.PLANNED) & ~Q(plan=plan)
    counts = Q(status__in=_SAID) | planned & (Q(obligation__isnull=False) | Q(plan__lt=plan.pk))
    return Touchpoint.objects.filter(counts, day__gte=(now - _LOOK_BACK).date())


def _days(rows: QuerySet[Touchpoint], plan: SunsetPlan) -> Iterator[tuple[int, Taken]]:
    seen = rows.annotate(is_open=_is_open(plan)).order_by()
    for account, channel, day, is_open in seen.values_list("account_id", "channel", "day", "is_open").distinct():
        yield account, Taken(Channel(channel), day, is_open)


def _is_open(plan: SunsetPlan) -> "ExpressionWrapper[Q]":
    is_packed = Q() if from_json(plan.settings).packs_notices else Q(pk__in=[])
    may = is_packed & ~Q(plan__settings__contains={"packs_notices": False})
    unsaid = Q(channel=Channel.EMAIL, obligation__isnull=True, told_at__isnull=True)
    return ExpressionWrapper(unsaid & may, output_field=BooleanField())
