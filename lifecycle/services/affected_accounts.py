"""How far is each account on the list, by its least advanced subject?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from lifecycle.models import Account, AffectedSubject, SunsetPlan
from lifecycle.rules.affected import ASIDE, LEFT, AffectedStatus
from lifecycle.rules.affected_list import Wanted
from lifecycle.services import affected
from lifecycle.services.affected_least import least_at

_ORDER = list(AffectedStatus)
_PART = 1_000


@dataclass(frozen=True, slots=True)
class AccountStanding:
    """An account shows its least advanced subject."""

    account: str
    name: str
    status: AffectedStatus
    subjects: int
    left: int
    last_at: datetime


def account_standings(plan: SunsetPlan, *, now: datetime, wanted: Wanted, limit: int) -> list[AccountStanding]:
    """Least advanced first, then by key. Found status by status, so that a page costs what it shows."""
    if not wanted.is_possible:
        return []
    aside, (rows, accounts, statuses) = affected.asides(plan, now=now), _asked(plan, wanted)
    found: list[AccountStanding] = []
    for status in statuses:
        if len(found) < limit:
            least = least_at(status, accounts, rows, aside).order_by("key")[: limit - len(found)]
            found += _standings(least, rows, status)
    return found


def every_standing(plan: SunsetPlan, *, now: datetime, wanted: Wanted, part: int = _PART) -> Iterator[AccountStanding]:
    """As `account_standings`, of all accounts, a part at a time: there may be more than memory holds.

    An account whose status changes meanwhile stands where it was found, which may be twice or nowhere.
    """
    if not wanted.is_possible:
        return
    aside, (rows, accounts, statuses) = affected.asides(plan, now=now), _asked(plan, wanted)
    for status in statuses:
        found, last = True, ""
        while found:
            least = least_at(status, accounts.filter(key__gt=last), rows, aside).order_by("key")[:part]
            standings = _standings(least, rows, status)
            yield from standings
            found, last = len(standings) == part, standings[-1].account if standings else ""


def _asked(
    plan: SunsetPlan, wanted: Wanted
) -> tuple[QuerySet[AffectedSubject], QuerySet[Account], list[AffectedStatus]]:
    rows = AffectedSubject.objects.filter(plan=plan)
    return (
        rows.filter(kind=wanted.kind) if wanted.kind else rows,
        Account.objects.filter(key=wanted.account) if wanted.account else Account.objects.all(),
        [AffectedStatus(wanted.status)] if wanted.status else _ORDER,
    )


def _standings(
    accounts: QuerySet[Account], rows: QuerySet[AffectedSubject], status: AffectedStatus
) -> list[AccountStanding]:
    chosen = list(accounts)
    grouped = rows.filter(account__in=[account.pk for account in chosen]).order_by().values_list("account_id")
    open_ = Count("pk", filter=Q(status__in=LEFT))
    counted = {pk: counts for pk, *counts in grouped.annotate(found=Count("pk"), open=open_, newest=Max("last_at"))}
    return [
        AccountStanding(each.key, each.name, status, found, 0 if status in ASIDE else left, newest)
        for each in chosen
        for found, left, newest in [counted[each.pk]]
    ]
