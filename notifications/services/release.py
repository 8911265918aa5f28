"""Which planned contacts become deliveries now that their time has come, once?"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from lifecycle.rules.stages import Stage
from notifications.channels.registry import OUTLETS
from notifications.models import Delivery, HoldReason, Touchpoint
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.release import ALLOWED, may_release
from notifications.rules.send_window import may_leave_at
from notifications.rules.statuses import DeliveryStatus, TaskKind, TouchpointStatus
from notifications.services.calendars import working_days_of
from notifications.services.desk import open_task
from notifications.services.people import Target, targets_of

BATCH = 500
NOBODY = "nobody to write to"


@transaction.atomic
def release_due(*, now: datetime) -> int:
    """Answer how many deliveries were made. Two at once share the work; the unique keys make it once."""
    _return_held(now)
    waiting = Q(status=TouchpointStatus.PLANNED) | Q(status=TouchpointStatus.RELEASED, reason=NOBODY)
    rows = (
        Touchpoint.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(waiting, _stage_allows("plan__stage", "notice__code"), due_at__lte=now)
        .select_related("account", "plan", "notice")
        .order_by("due_at", "id")[:BATCH]
    )
    made = 0
    for touchpoint in rows:
        targets = targets_of(touchpoint)
        touchpoint.reason = "" if targets else NOBODY
        touchpoint.status = TouchpointStatus.RELEASED
        touchpoint.save(update_fields=["status", "reason"])
        if not targets:
            open_task(touchpoint, kind=TaskKind.FIND_CONTACT, subject=NOBODY, now=now)
        made += len(add_deliveries(touchpoint, targets, now=now))
    return made


def add_deliveries(
    touchpoint: Touchpoint, targets: Iterable[Target], *, now: datetime, again: int = 0
) -> list[Delivery]:
    """Ids, keys and message ids are committed here, before anybody tries to send; `again` counts logged re-sends."""
    keyed = [(target, uuid.uuid4()) for target in targets]
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
                message_id=f"<{key}@{_domain()}>",
                not_before=leaves_at(touchpoint, now),
                created_at=now,
            )
            for target, key in keyed
        ),
        ignore_conflicts=True,
    )
    return list(Delivery.objects.filter(uuid__in=[key for _target, key in keyed]))


def leaves_at(touchpoint: Touchpoint, wanted: datetime) -> datetime:
    """Quiet hours defer; the floor leaves in time even so."""
    if not OUTLETS[Channel(touchpoint.channel)].is_quiet_bound:
        return wanted
    account = touchpoint.account
    days = working_days_of(account.country, first_year=wanted.year)
    deferred = may_leave_at(wanted, account.timezone, days, key=f"{account.key}/{touchpoint.step}")
    is_too_late = touchpoint.late_until is not None and deferred.date() > touchpoint.late_until
    return wanted if touchpoint.is_mandatory and is_too_late else deferred


def may_leave_now(touchpoint: Touchpoint) -> bool:
    return bool(may_release(NoticeCode(touchpoint.notice.code), Stage(touchpoint.plan.stage)))


def _return_held(now: datetime) -> None:
    """What waited for a pause to end or a fault to be mended is tried again."""
    held = Delivery.objects.filter(status=DeliveryStatus.HELD)
    allowed = _stage_allows("touchpoint__plan__stage", "touchpoint__notice__code")
    again = Q(hold_reason=HoldReason.PAUSED) & allowed | Q(hold_reason=HoldReason.ERROR, not_before__lte=now)
    ids = list(held.filter(again).order_by("id").values_list("pk", flat=True)[:BATCH])
    Delivery.objects.filter(pk__in=ids, status=DeliveryStatus.HELD).update(status=DeliveryStatus.READY, hold_reason="")


def _stage_allows(stage: str, code: str) -> Q:
    """The rule `may_release` as a query."""
    allowed = Q(pk__in=[])
    for notice, stages in ALLOWED.items():
        allowed |= Q(**{code: notice.value, f"{stage}__in": [each.value for each in stages]})
    return allowed


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
