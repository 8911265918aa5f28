"""Is there anything for a round of deliveries to do? Most rounds find nothing, and one statement tells them so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lifecycle.api import Contact
from notifications.rules.statuses import NOBODY
from notifications.services.prepared import rows_of

WATCHED_FOR, DAY = timedelta(days=14), timedelta(days=1)

# Each answer is at most a few steps along an index, however many rows there are.
_LOOK = f"""
SELECT
    EXISTS (SELECT FROM notifications_sendrun r WHERE r.opened_at >= %(day)s OR r.resumed_at >= %(day)s),
    EXISTS (SELECT FROM notifications_sendrun r
            WHERE r.status = 'halted' OR r.opened_at >= %(since)s OR r.resumed_at >= %(since)s),
    EXISTS (SELECT FROM notifications_delivery d
            WHERE d.status IN ('claimed', 'sending') AND d.lease_until < clock_timestamp()),
    EXISTS (SELECT FROM notifications_touchpoint t WHERE t.status = 'planned' AND t.due_at <= %(now)s),
    EXISTS (SELECT FROM notifications_delivery d WHERE d.status = 'ready')
        OR EXISTS (SELECT FROM notifications_delivery d WHERE d.status IN ('claimed', 'sending'))
        OR EXISTS (SELECT FROM notifications_delivery d WHERE d.status = 'held'),
    EXISTS (SELECT FROM notifications_delivery d WHERE d.status = 'held' AND d.hold_reason = 'paused')
        OR EXISTS (SELECT FROM notifications_delivery d
                   WHERE d.status = 'held' AND d.hold_reason = 'error' AND d.not_before <= %(now)s),
    EXISTS (SELECT FROM notifications_touchpoint t JOIN {Contact._meta.db_table} c ON c.account_id = t.account_id
            WHERE t.status = 'released' AND t.reason = '{NOBODY}' AND c.is_active)
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class Waiting:
    """`planned` contacts are due; of the `unsent` letters the `held` ones may go again; `found` has a contact now.

    `watched` are mailings of the last day, `older` those of two weeks and the halted ones; `expired` leases tell of
    workers that died.
    """

    watched: bool
    older: bool
    expired: bool
    planned: bool
    unsent: bool
    held: bool
    found: bool

    @property
    def is_any(self) -> bool:
        return self.watched or self.expired or self.is_to_release

    @property
    def is_to_watch(self) -> bool:
        """Of the last day all, for what is told about them late; older ones as long as something may still leave."""
        return self.watched or (self.older and (self.planned or self.unsent))

    @property
    def is_to_release(self) -> bool:
        """Also while letters only wait for their hour: a yes that is lost meanwhile holds them."""
        return self.planned or self.unsent or self.found

    @property
    def is_more(self) -> bool:
        """When what was released before is gone."""
        return self.planned or self.held or self.found


def look(*, now: datetime) -> Waiting:
    return Waiting(*rows_of(_LOOK, {"now": now, "since": now - WATCHED_FOR, "day": now - DAY})[0])
