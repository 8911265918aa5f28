"""How far is a transfer, by what is committed, and what does a gate hear of it?"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Min

from lifecycle.api import Account, SunsetPlan
from portability.models import Transfer, TransferDecline, TransferObject
from portability.rules.canonical import Json
from portability.rules.readiness import Finding
from portability.rules.transfer_finding import TransferFacts, transfer_done
from portability.rules.transfer_proof import rate_of, remaining_s
from portability.rules.transfer_status import UNRESOLVED, ObjectStatus, TransferStatus
from portability.services.snapshots import latest_content

WINDOW = timedelta(minutes=10)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Pace:
    """Objects by status; `rate` a second over the last minutes of writing, `left_s` a range. None is unknown."""

    total: int
    by_status: dict[str, int]
    rate: float | None
    left_s: tuple[int, int] | None

    @property
    def resolved(self) -> int:
        return sum(count for status, count in self.by_status.items() if status not in UNRESOLVED)

    @property
    def percent(self) -> int:
        return self.resolved * 100 // self.total if self.total else 0

    @property
    def wrong(self) -> int:
        return self.by_status.get(ObjectStatus.DIFFERS, 0) + self.by_status.get(ObjectStatus.FAILED, 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """An object that is not at the target as it was sent, and in what."""

    kind: str
    id: str
    part: int
    status: str
    reason: str


def pace_of(transfer: Transfer) -> Pace:
    """From rows alone: whatever a worker says beside them does not count."""
    rows = TransferObject.objects.filter(transfer=transfer)
    counted = rows.values("status").annotate(count=Count("id")).order_by("status")
    by_status = {str(each["status"]): int(each["count"]) for each in counted}
    total = max(transfer.objects_total, sum(by_status.values()))
    newest = rows.aggregate(at=Max("written_at"))["at"]
    rate = None
    if newest is not None:
        lately = rows.filter(written_at__gte=newest - WINDOW).aggregate(first=Min("written_at"), count=Count("id"))
        rate = rate_of(lately["count"], (newest - lately["first"]).total_seconds())
    left = total - sum(count for status, count in by_status.items() if status not in UNRESOLVED)
    return Pace(total, by_status, rate, remaining_s(left, rate))


def differences_of(transfer: Transfer, *, limit: int = SHOWN) -> list[Difference]:
    """What failed or differs, in order; the first of them."""
    rows = TransferObject.objects.filter(transfer=transfer).wrong()[:limit]
    return [Difference(row.kind, row.source_id, row.part, row.status, row.reason) for row in rows]


def transfers_of(plan: SunsetPlan, account: Account | None = None) -> list[Transfer]:
    """The newest transfer of each account for a plan, by account key."""
    rows = Transfer.objects.filter(plan=plan).select_related("account", "plan", "snapshot")
    rows = rows.filter(account=account) if account else rows
    newest = rows.order_by("account_id", "-id").distinct("account_id")
    return sorted(newest, key=lambda each: each.account.key)


def declines_of(plan: SunsetPlan) -> list[TransferDecline]:
    """Who declined in writing, newest first."""
    return list(TransferDecline.objects.filter(plan=plan).select_related("account"))


def transfer_finding(account: Account, plan: SunsetPlan) -> Finding | None:
    """What a gate is told about one account; None where a person has to sign."""
    transfer = next(iter(transfers_of(plan, account)), None)
    declined = TransferDecline.objects.filter(account=account, plan=plan).first()
    return transfer_done(_facts(transfer) if transfer else None, declined.declined_at if declined else None)


def transfer_as_json(transfer: Transfer) -> dict[str, Json]:
    """What commands say about a transfer."""
    pace, found = pace_of(transfer), differences_of(transfer)
    return {
        "uuid": str(transfer.uuid),
        "plan": transfer.plan.key,
        "account": transfer.account.key,
        "target": transfer.target,
        "status": transfer.status,
        "reason": transfer.reason,
        "objects": {"total": pace.total, "done": pace.resolved, "percent": pace.percent, **pace.by_status},
        "rate_per_s": None if pace.rate is None else f"{pace.rate:.1f}",
        "remaining_s": None if pace.left_s is None else list(pace.left_s),
        "losses": transfer.losses,
        "accepted": transfer.accepted,
        "accepted_by": transfer.accepted_by,
        "differences": pace.wrong,
        "different": [
            {"kind": each.kind, "id": each.id, "part": each.part, "status": each.status, "reason": each.reason}
            for each in found
        ],
        "signed_by": transfer.signed_by,
        "data_as_of": transfer.snapshot.taken_at.isoformat() if transfer.snapshot else None,
        "verified_at": transfer.verified_at.isoformat() if transfer.verified_at else None,
    }


def transfer_lines(transfer: Transfer) -> list[str]:
    """The same for people: one line, then one for each difference."""
    pace = pace_of(transfer)
    left = "" if not pace.left_s or not pace.left_s[1] else f", {pace.left_s[0]} to {pace.left_s[1]} s left"
    rate = f", {pace.rate:.1f} a second" if pace.rate else ""
    reason = f" ({transfer.reason})" if transfer.reason else ""
    first = f"{transfer.account.key}: {transfer.status}, {pace.resolved} of {pace.total} objects{rate}{left}{reason}"
    wrong = differences_of(transfer)
    return [first, *(f"  {each.kind} {each.id}/{each.part} {each.status}: {each.reason}" for each in wrong)]


def _facts(transfer: Transfer) -> TransferFacts:
    newest = latest_content(transfer.account)
    return TransferFacts(
        status=TransferStatus(transfer.status),
        opened_at=transfer.opened_at,
        verified_at=transfer.verified_at,
        objects=transfer.objects_total,
        differences=TransferObject.objects.filter(transfer=transfer).wrong().count(),
        signed_by=transfer.signed_by,
        is_current=newest is not None and transfer.snapshot is not None and newest.root == transfer.snapshot.root,
    )
