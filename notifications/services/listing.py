"""What is planned and sent for a plan, as pages and commands list it?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from lifecycle.api import SunsetPlan
from notifications.models import Delivery, Touchpoint
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.prepared import rows_of

_NEXT = """
SELECT least((SELECT min(due_at) FROM notifications_touchpoint WHERE status = 'planned' AND due_at > %(after)s),
             (SELECT min(not_before) FROM notifications_delivery WHERE status = 'ready' AND not_before > %(after)s))
"""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    id: int
    message_id: str
    address: str
    status: DeliveryStatus
    detail: str
    attempts: int
    not_before: datetime
    accepted_at: datetime | None
    within: int | None  # the delivery in whose letter it leaves or left


@dataclass(frozen=True, slots=True)
class TouchpointRow:
    """`channel`, `notice` are codes; labels come from their enums."""

    id: int
    account: str
    account_name: str
    notice: str
    step: str
    channel: str
    day: date
    due_at: datetime
    status: TouchpointStatus
    reason: str
    mandatory: bool
    deliveries: tuple[DeliveryRow, ...]


def touchpoints_of(plan: SunsetPlan) -> QuerySet[Touchpoint]:
    """In the order in which they are due."""
    rows = Touchpoint.objects.filter(plan=plan).select_related("account", "notice", "obligation")
    return rows.prefetch_related("deliveries__attempts").order_by("due_at", "id")


def touchpoint_rows(plan: SunsetPlan) -> tuple[TouchpointRow, ...]:
    return tuple(
        TouchpointRow(
            id=row.pk,
            account=row.account.key,
            account_name=row.account.name,
            notice=row.notice.code,
            step=row.step,
            channel=row.channel,
            day=row.day,
            due_at=row.due_at,
            status=TouchpointStatus(row.status),
            reason=row.reason,
            mandatory=row.is_mandatory,
            deliveries=tuple(delivery_row(each) for each in row.deliveries.all()),
        )
        for row in touchpoints_of(plan)
    )


def uncertain_of(plan: SunsetPlan) -> tuple[DeliveryRow, ...]:
    """Deliveries of which nobody knows whether they left: a person looks them up."""
    rows = Delivery.objects.filter(touchpoint__plan=plan, status=DeliveryStatus.UNCERTAIN)
    return tuple(delivery_row(each) for each in rows.prefetch_related("attempts").order_by("id"))


def uncertain_deliveries(plan: SunsetPlan | None = None) -> list[Delivery]:
    """The same with everything that a person needs to look them up; of every plan when none is named."""
    rows = Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN, carrier=None)
    if plan is not None:
        rows = rows.filter(touchpoint__plan=plan)
    return list(rows.select_related("account", "touchpoint__plan__module", "touchpoint__notice").order_by("id"))


def next_due_at(*, after: datetime) -> datetime | None:
    """The next instant at which something planned becomes due: whoever simulates time may jump to it."""
    found: datetime | None = rows_of(_NEXT, {"after": after})[0][0]
    return found


def delivery_row(row: Delivery) -> DeliveryRow:
    return DeliveryRow(
        id=row.pk,
        message_id=row.message_id,
        address=row.address,
        status=DeliveryStatus(row.status),
        detail=row.detail,
        attempts=len(row.attempts.all()),
        not_before=row.not_before,
        accepted_at=row.accepted_at,
        within=row.carrier_id,
    )
