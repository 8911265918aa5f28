"""Was a mailbox put off on so many days that somebody else must hear of it? It is suppressed for that by nobody."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db.models.functions import TruncDate

from notifications.channels.contract import Answer, Temporary
from notifications.models import Attempt, Delivery, DeliveryEvent
from notifications.rules.mail_answers import is_put_off
from notifications.rules.notice_codes import Channel
from notifications.rules.pacing import THROTTLED
from notifications.rules.provider_events import Meaning
from notifications.rules.statuses import UNSENT, AttemptOutcome, DeliveryStatus

SOFT_LIMIT, SOFT_WITHIN = 3, timedelta(days=7)  # three days in a week: as good as unreachable


def is_silent_by_events(delivery: Delivery, *, at: datetime) -> bool:
    """As the provider tells. A server puts one message off many times a day; nobody is asked for twice."""
    if delivery.status != DeliveryStatus.SOFT_BOUNCED or _is_followed(delivery):
        return False
    told = DeliveryEvent.objects.filter(
        delivery__address_norm=delivery.address_norm, type=Meaning.SOFT, occurred_at__gt=at - SOFT_WITHIN
    )
    return told.values_list(TruncDate("occurred_at", tzinfo=UTC)).distinct().count() >= SOFT_LIMIT


def silent_after(answer: Answer | None, letters: Iterable[Delivery], *, now: datetime) -> list[Delivery]:
    """As their server answered us, while they are still tried. Who asks everybody for patience does not count."""
    if not isinstance(answer, Temporary) or answer.is_everybodys or answer.code in THROTTLED:
        return []
    mails = [each for each in letters if each.channel == Channel.EMAIL and each.status in UNSENT]
    return [each for each in mails if _is_put_off(each, now)]


def _is_put_off(delivery: Delivery, now: datetime) -> bool:
    tries = Attempt.objects.filter(
        delivery=delivery, outcome=AttemptOutcome.TEMPORARY, started_at__gt=now - SOFT_WITHIN
    ).exclude(code__in=THROTTLED)
    told = tries.values_list("code", "text", "started_at")
    days = {at.astimezone(UTC).date() for code, text, at in told if is_put_off(code, text)}
    return len(days) >= SOFT_LIMIT and not _is_followed(delivery)


def _is_followed(delivery: Delivery) -> bool:
    return delivery.touchpoint.deliveries.filter(created_at__gt=delivery.created_at).exists()
