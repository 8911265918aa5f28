"""What is made of one contact that needs a second thought, and of one that is written to once more?"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from notifications.models import Delivery, DeskTask, HoldReason, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import NOBODY, TOLD, TOOK, UNSENT, DeliveryStatus, TaskKind, TouchpointStatus
from notifications.services.calendars import CalendarBook
from notifications.services.desk import open_task
from notifications.services.leaving import leaving, mail_domain, record_floor_first
from notifications.services.needed_yes import without_yes
from notifications.services.people import Target, targets_of
from notifications.services.runs import hold_of

NOTHING = "nothing could be sent"


def release_one(touchpoint: Touchpoint, now: datetime, book: CalendarBook) -> int:
    """What leads to no delivery is work for a person, never silence."""
    targets = targets_of(touchpoint)
    touchpoint.reason = "" if targets else NOBODY
    touchpoint.status = TouchpointStatus.RELEASED
    touchpoint.save(update_fields=["status", "reason", "run"])
    made = add_deliveries(touchpoint, targets, now=now, again=_round(touchpoint), book=book)
    if not targets:
        open_task(touchpoint, kind=TaskKind.FIND_CONTACT, subject=NOBODY, now=now)
    elif not made:
        source = f"unsent:{touchpoint.uuid}"
        open_task(touchpoint, kind=TaskKind.FIND_CONTACT, subject=NOTHING, now=now, source=source)
    return len(made)


def _round(touchpoint: Touchpoint) -> int:
    """One more than before when what was made for this contact was taken back unread; a call with its task."""
    live = UNSENT | TOLD
    if touchpoint.channel == Channel.DESK_TASK and not _tasks(touchpoint).exists():
        live -= TOOK
    earlier = list(touchpoint.deliveries.values_list("round", "status"))
    is_under_way = any(status in live for _number, status in earlier)
    return 0 if is_under_way else max((number for number, _status in earlier), default=-1) + 1


def _tasks(touchpoint: Touchpoint) -> QuerySet[DeskTask]:
    return DeskTask.objects.filter(touchpoint=touchpoint).exclude(status=DeskTask.Status.SUPERSEDED)


def add_deliveries(
    touchpoint: Touchpoint,
    targets: Iterable[Target],
    *,
    now: datetime,
    again: int = 0,
    book: CalendarBook | None = None,
) -> list[Delivery]:
    """Ids, keys and message ids are committed here, before anybody tries to send; `again` counts re-sends."""
    keyed = [(target, uuid.uuid4()) for target in targets]
    hold = _hold(touchpoint) if keyed else ""
    leaves = leaving(touchpoint, now, book)
    if keyed:
        record_floor_first(touchpoint, leaves)
    Delivery.objects.bulk_create(
        (
            Delivery(
                uuid=key,
                touchpoint=touchpoint,
                account=touchpoint.account,
                contact_id=target.contact_id,
                channel=touchpoint.channel,
                round=again,
                address=target.address,
                address_norm=target.norm,
                locale=target.locale,
                message_id=f"<{key}@{mail_domain()}>",
                status=DeliveryStatus.HELD if hold else DeliveryStatus.READY,
                hold_reason=hold,
                not_before=leaves.at,
                created_at=now,
            )
            for target, key in keyed
        ),
        ignore_conflicts=True,
    )
    return list(Delivery.objects.filter(uuid__in=[key for _target, key in keyed]))


def _hold(touchpoint: Touchpoint) -> str:
    """Also what follows later, a second contact or a reminder, needs a yes that still holds."""
    if why := hold_of(touchpoint):
        return why
    return HoldReason.APPROVAL if without_yes().filter(pk=touchpoint.pk).exists() else ""
