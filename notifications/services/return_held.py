"""Which letters that waited for the end of a pause, or for a fault to be mended, are tried again?"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from notifications.models import Delivery, HoldReason
from notifications.rules.notice_codes import Channel
from notifications.rules.release import ALLOWED
from notifications.rules.statuses import DeliveryStatus
from notifications.services.calendars import CalendarBook
from notifications.services.leaving import leaves_at
from notifications.services.packing import pack_letters

BATCH = 500


@transaction.atomic
def return_held(now: datetime, book: CalendarBook) -> None:
    """Before the release; quiet hours are looked at anew, and what can share a letter does so."""
    held = Delivery.objects.filter(status=DeliveryStatus.HELD)
    allowed = stage_allows("touchpoint__plan__stage", "touchpoint__notice__code")
    again = Q(hold_reason=HoldReason.PAUSED) & allowed | Q(hold_reason=HoldReason.ERROR, not_before__lte=now)
    rows = held.filter(again).select_for_update(skip_locked=True, of=("self",)).select_related("touchpoint__account")
    found = list(rows.order_by("id")[:BATCH])
    if len(found) == BATCH:  # of more, so that none goes without those to the same mailbox
        mailboxes = {row.address_norm for row in found if row.channel == Channel.EMAIL}
        mates = rows.filter(channel=Channel.EMAIL, address_norm__in=mailboxes, pk__gt=found[-1].pk)
        found += mates.order_by("id")
    for row in found:
        row.status, row.hold_reason = DeliveryStatus.READY, ""
        row.not_before = max(row.not_before, leaves_at(row.touchpoint, now, book))
    Delivery.objects.bulk_update(found, ["status", "hold_reason", "not_before"])
    pack_letters([row.touchpoint_id for row in found if row.channel == Channel.EMAIL], now=now)


def stage_allows(stage: str, code: str) -> Q:
    """The rule `may_release` as a query."""
    allowed = Q(pk__in=[])
    for notice, stages in ALLOWED.items():
        allowed |= Q(**{code: notice.value, f"{stage}__in": [each.value for each in stages]})
    return allowed
