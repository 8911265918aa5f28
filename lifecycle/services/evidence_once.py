"""How does a part that looks every few seconds bring evidence without filling the ledger?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from lifecycle.models import Account, Evidence, SunsetPlan
from lifecycle.rules.criteria import CRITERIA, Value

AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Observed:
    """A fact about an account, or about the plan as a whole; `value` None is unknown."""

    criterion: str
    subject: Account | None
    value: Value
    detail: str


def record_evidence_once(
    *, plan: SunsetPlan, criterion: str, subject: Account | None, value: Value, now: datetime, source: str, detail: str
) -> None:
    """One fact; see `record_all_once`."""
    record_all_once(plan=plan, observed=[Observed(criterion, subject, value, detail)], now=now, source=source)


def record_all_once(*, plan: SunsetPlan, observed: Sequence[Observed], now: datetime, source: str) -> None:
    """A ledger is not a heartbeat: what changed (fact or detail) is written at once, the same again once an hour.

    One query and one insertion for all of them. Raises KeyError for a criterion that no gate knows.
    """
    newest = _newest(plan, observed)
    Evidence.objects.bulk_create(
        Evidence(
            plan=plan,
            criterion=CRITERIA[each.criterion].key,
            account=each.subject,
            value=each.value,
            as_of=now,
            source=source,
            detail=each.detail[:500],
            recorded_at=now,
        )
        for each in observed
        if _is_news(each, newest.get((each.criterion, each.subject.pk if each.subject else None)), now)
    )


def _newest(plan: SunsetPlan, observed: Sequence[Observed]) -> dict[tuple[str, int | None], Evidence]:
    whose = Q(account__in={each.subject.pk for each in observed if each.subject})
    if any(each.subject is None for each in observed):
        whose |= Q(account__isnull=True)
    rows = Evidence.objects.filter(whose, plan=plan, criterion__in={each.criterion for each in observed})
    ordered = rows.order_by("criterion", "account_id", "-as_of", "-id").distinct("criterion", "account_id")
    return {(row.criterion, row.account_id): row for row in ordered}


def _is_news(each: Observed, last: Evidence | None, now: datetime) -> bool:
    if last is None or now - last.as_of >= AGAIN_AFTER:
        return True
    return (type(last.value), last.value, last.detail) != (type(each.value), each.value, each.detail[:500])
