"""How do many planned contacts become deliveries with a handful of statements, however many they are?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from lifecycle.api import Contact
from notifications.models import Delivery, Touchpoint
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.calendars import CalendarBook
from notifications.services.leaving import leaving, mail_domain
from notifications.services.people import Target, targets_among
from notifications.services.runs import hold_of

# The key is made once per row and names the message, before anybody tries to send it.
_INSERT = """
WITH given AS MATERIALIZED (
    SELECT gen_random_uuid() AS key, g.* FROM unnest(
        %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::timestamptz[]
    ) AS g (touchpoint, account, contact, channel, address, norm, locale, status, hold, not_before)
)
INSERT INTO notifications_delivery (
    uuid, touchpoint_id, account_id, contact_id, channel, round, address, address_norm, locale, message_id,
    provider_ref, subject, body_text, body_html, body_sha, status, hold_reason, detail, failures,
    not_before, created_at)
SELECT key, touchpoint, account, contact, channel, 0, address, norm, locale, '<' || key || '@' || %s || '>', '',
    '', '', '', '', status, hold, '', 0, not_before, %s
FROM given ON CONFLICT DO NOTHING
RETURNING touchpoint_id
"""


@dataclass(frozen=True, slots=True)
class Released:
    """How many deliveries were made, and the contacts that are no matter of routine."""

    made: int
    others: tuple[Touchpoint, ...] = ()


def release_many(rows: Sequence[Touchpoint], *, now: datetime, book: CalendarBook) -> Released:
    """Left to the caller: contacts with earlier deliveries, without anybody, or whose floor beats quiet hours."""
    ids = [row.pk for row in rows]
    known = set(Delivery.objects.filter(touchpoint__in=ids).values_list("touchpoint_id", flat=True).distinct())
    people = _people({row.account_id for row in rows})
    fresh = [(row, targets_among(row, people[row.account_id])) for row in rows if row.pk not in known]
    leaves = {row.pk: found.at for row, _targets in fresh if (found := leaving(row, now, book)).deferred_to is None}
    due = [(row, targets) for row, targets in fresh if row.pk in leaves]
    made = _inserted([_row(row, each, leaves[row.pk]) for row, targets in due for each in targets], now)
    served = set(made)
    Touchpoint.objects.filter(pk__in=served).update(status=TouchpointStatus.RELEASED, reason="")
    return Released(len(made), tuple(row for row in rows if row.pk not in served))


def _people(accounts: Iterable[int]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = defaultdict(list)
    for each in Contact.objects.filter(account__in=accounts, is_active=True).order_by("id"):
        found[each.account_id].append(each)
    return found


def _inserted(rows: Sequence[tuple[object, ...]], now: datetime) -> list[int]:
    """The touchpoint of each delivery that was not there before."""
    if not rows:
        return []
    columns = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [*map(list, columns), mail_domain(), now])
        return [row[0] for row in cursor.fetchall()]


def _row(touchpoint: Touchpoint, target: Target, at: datetime) -> tuple[object, ...]:
    hold = hold_of(touchpoint)
    status = DeliveryStatus.HELD if hold else DeliveryStatus.READY
    return (
        *(touchpoint.pk, touchpoint.account_id, target.contact_id, touchpoint.channel),
        *(target.address, target.norm, target.locale, status.value, str(hold), at),
    )
