"""Which touchpoint rows must be created, re-dated or taken back to match the plan?"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Min, Q

from lifecycle.api import Account, SunsetPlan
from notifications.models import Delivery, DeskTask, Notice, Obligation, Touchpoint
from notifications.rules.desk_rights import DATE_MOVED
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.planned import Changes, Existing, Planned
from notifications.rules.statuses import UNSENT, DeliveryStatus, ObligationStatus, TouchpointStatus
from notifications.services.desk_follow import FOLLOWS
from notifications.services.never_left import call_about_missed
from notifications.services.planned_rows import make_rows

_BATCH = 1000


def apply_changes(plan: SunsetPlan, changes: Changes, *, accounts: Collection[str], now: datetime) -> None:
    """Runs inside the reconciler's transaction, with the plan locked; `accounts` are those that were looked at."""
    _create(plan, changes.created, now)
    _redate((*changes.redated, *changes.revived))
    _end(changes.superseded, TouchpointStatus.SUPERSEDED, DATE_MOVED, DeliveryStatus.SUPERSEDED)
    _end(changes.missed, TouchpointStatus.MISSED, "its time has passed", DeliveryStatus.EXPIRED)
    _end(changes.cancelled, TouchpointStatus.CANCELLED, "no longer asked for", DeliveryStatus.CANCELLED)
    call_about_missed([each.id for each in changes.missed], now=now)
    if changes:
        _settle_obligations(plan, accounts)


def _redate(rows: Iterable[tuple[Existing, Planned]]) -> None:
    """What was released since it was read is under way, and stays so: the next reconciliation sees it."""
    read = {row.id: (row, planned) for row, planned in rows}
    locked = Touchpoint.objects.select_for_update().filter(pk__in=read).order_by("id").values_list("pk", "status")
    unchanged = [read[pk] for pk, status in locked if status == read[pk][0].status]
    again = {"status": TouchpointStatus.PLANNED, "reason": ""}
    Touchpoint.objects.bulk_update(
        [
            Touchpoint(pk=row.id, day=planned.day, due_at=planned.at, late_until=planned.late_until, **again)
            for row, planned in unchanged
        ],
        ["day", "due_at", "late_until", "status", "reason"],
        batch_size=_BATCH,
    )


def _create(plan: SunsetPlan, planned: Sequence[Planned], now: datetime) -> None:
    if not planned:
        return
    rows = Account.objects.filter(key__in={each.account for each in planned}).order_by().values_list("key", "pk")
    notices = _notices(plan, {each.notice for each in planned}, now)
    make_rows(plan, planned, accounts=dict(rows), notices=notices, now=now)


def _notices(plan: SunsetPlan, codes: Collection[NoticeCode], now: datetime) -> dict[NoticeCode, int]:
    rows = Notice.objects.filter(plan=plan, code__in=codes, version=1)
    missing = sorted(set(codes) - set(rows.values_list("code", flat=True)))
    made = (Notice(plan=plan, code=code, content_sha=content_sha(code), created_at=now) for code in missing)
    Notice.objects.bulk_create(made, ignore_conflicts=True)  # whoever asks for approval makes them, too
    return {NoticeCode(code): pk for code, pk in rows.values_list("code", "pk")}


@cache
def content_sha(code: NoticeCode) -> str:
    """SHA-256 over the templates of a notice and the parts that they share, by path; read once per process."""
    root = Path(settings.BASE_DIR) / "templates" / "notices"
    digest = hashlib.sha256()
    for path in sorted([*(root / code).rglob("*"), *(root / "_parts").glob("*")]):
        if path.is_file():
            digest.update(str(path.relative_to(root)).encode() + b"\x00" + path.read_bytes() + b"\x00")
    return digest.hexdigest()


def _end(rows: Iterable[Existing], status: TouchpointStatus, reason: str, unsent: DeliveryStatus) -> None:
    """Take back what has not left; a message that is being sent finishes, and counts as told."""
    ids = [each.id for each in rows]
    if not ids:
        return
    list(Delivery.objects.select_for_update().filter(touchpoint_id__in=ids).order_by("id").values_list("pk"))
    Delivery.objects.filter(touchpoint_id__in=ids, status__in=list(UNSENT)).update(
        status=unsent, hold_reason="", lease_until=None, lease_token=None, carrier=None, detail=reason
    )
    tasks = DeskTask.objects.filter(touchpoint_id__in=ids, status=DeskTask.Status.OPEN)
    if status is TouchpointStatus.MISSED:  # whoever seeks another way to tell them goes on
        tasks = tasks.filter(Q(source__startswith="delivery:") | Q(source__startswith=f"{FOLLOWS}:"))
    tasks.update(status=DeskTask.Status.SUPERSEDED, note=reason)
    Touchpoint.objects.filter(pk__in=ids, told_at__isnull=True).update(status=status, reason=reason)


def _settle_obligations(plan: SunsetPlan, accounts: Collection[str]) -> None:
    """An obligation stands as long as a contact serves it or has served it; its day is that of its first contact."""
    serving = ["planned", "released", "served", "missed"]
    stands = Q(touchpoints__status__in=serving) | Q(touchpoints__told_at__isnull=False)
    mine = Obligation.objects.filter(notice__plan=plan, account__key__in=accounts)
    rows = mine.filter(status__in=["open", "superseded"]).annotate(first=Min("touchpoints__day", filter=stands))
    changed = []
    for row in rows:
        status = ObligationStatus.OPEN if row.first else ObligationStatus.SUPERSEDED
        if (status, row.first or row.due_date) != (row.status, row.due_date):
            row.status, row.due_date = status, row.first or row.due_date
            changed.append(row)
    Obligation.objects.bulk_update(changed, ["status", "due_date"], batch_size=500)
