"""How far is a transfer, by what is committed?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from lifecycle.api import Account, SunsetPlan
from portability.models import Transfer, TransferDecline, TransferObject
from portability.rules.transfer_proof import rate_of, remaining_s
from portability.rules.transfer_status import UNRESOLVED, ObjectStatus

WINDOW = timedelta(minutes=10)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Pace:
    """Objects by status; `rate` a second over the last minutes of writing, `left_s` a range. None is unknown.

    `resolved` have an outcome, whichever; `written` lie there as sent, as far as known; `kept` are never sent.
    """

    total: int
    by_status: dict[str, int]
    rate: float | None
    left_s: tuple[int, int] | None

    @property
    def resolved(self) -> int:
        return sum(count for status, count in self.by_status.items() if status not in UNRESOLVED)

    @property
    def written(self) -> int:
        return self.by_status.get(ObjectStatus.WRITTEN, 0) + self.by_status.get(ObjectStatus.VERIFIED, 0)

    @property
    def kept(self) -> int:
        return self.by_status.get(ObjectStatus.SKIPPED, 0)

    @property
    def to_write(self) -> int:
        return self.total - self.kept

    @property
    def percent(self) -> int:
        return self.written * 100 // self.to_write if self.to_write else 0

    @property
    def wrong(self) -> int:
        return self.by_status.get(ObjectStatus.DIFFERS, 0) + self.by_status.get(ObjectStatus.FAILED, 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """An object that is not at the target as it was sent, and in what; `account` is its name."""

    account_key: str
    account: str
    kind: str
    id: str
    part: int
    status: str
    reason: str


def pace_of(transfer: Transfer) -> Pace:
    """From rows alone: whatever a worker says beside them does not count."""
    return paces_of([transfer])[transfer.pk]


def paces_of(found: Sequence[Transfer]) -> dict[int, Pace]:
    """The same for many, by their ids, with as many queries as for one."""
    rows = TransferObject.objects.filter(transfer__in=found)
    counted = rows.values("transfer_id", "status").annotate(count=Count("id"), newest=Max("written_at"))
    by_status: dict[int, dict[str, int]] = {each.pk: {} for each in found}
    newest: dict[int, datetime] = {}
    for each in counted.order_by("transfer_id", "status"):
        pk = each["transfer_id"]
        by_status[pk][each["status"]] = each["count"]
        if each["newest"] is not None:
            newest[pk] = max(each["newest"], newest.get(pk, each["newest"]))
    rates = _rates(newest)
    return {each.pk: _pace(each, by_status[each.pk], rates.get(each.pk)) for each in found}


def differences_of(found: Sequence[Transfer], *, limit: int | None = SHOWN) -> list[Difference]:
    """What failed or differs, in order; the first of them, or all for `limit` None."""
    rows = TransferObject.objects.filter(transfer__in=found).wrong().select_related("transfer__account")[:limit]
    return [_difference(row, row.transfer.account) for row in rows]


def _difference(row: TransferObject, account: Account) -> Difference:
    return Difference(account.key, account.name, row.kind, row.source_id, row.part, row.status, row.reason)


def transfers_of(
    plan: SunsetPlan, account: Account | None = None, *, after: str = "", limit: int | None = None
) -> list[Transfer]:
    """The newest transfer of each account for a plan, by account key."""
    rows = Transfer.objects.filter(plan=plan).select_related("account", "plan", "snapshot")
    rows = rows.filter(account=account) if account else rows
    rows = rows.filter(account__key__gt=after) if after else rows
    return list(rows.order_by("account__key", "-id").distinct("account__key")[:limit])


def own_transfers(account: Account) -> list[Transfer]:
    """What was begun for an account, the newest for each plan that it may know of."""
    rows = Transfer.objects.filter(account=account, started_at__isnull=False).select_related("plan__module")
    return list(rows.order_by("plan_id", "-id").distinct("plan_id"))


def declines_of(plan: SunsetPlan, *, limit: int | None = None) -> list[TransferDecline]:
    """Who declined in writing, newest first."""
    return list(TransferDecline.objects.filter(plan=plan).select_related("account")[:limit])


def _rates(newest: dict[int, datetime]) -> dict[int, float | None]:
    """Over the last minutes in which each was written to."""
    lately = Q(pk__in=[])
    for pk, at in newest.items():
        lately |= Q(transfer_id=pk, written_at__gte=at - WINDOW)
    rows = TransferObject.objects.filter(lately).values("transfer_id")
    spans = rows.annotate(first=Min("written_at"), last=Max("written_at"), count=Count("id")).order_by("transfer_id")
    return {
        each["transfer_id"]: rate_of(each["count"], (each["last"] - each["first"]).total_seconds()) for each in spans
    }


def _pace(transfer: Transfer, by_status: dict[str, int], rate: float | None) -> Pace:
    total = max(transfer.objects_total, sum(by_status.values()))
    done = sum(count for status, count in by_status.items() if status not in UNRESOLVED)
    return Pace(total, by_status, rate, remaining_s(total - done, rate))
