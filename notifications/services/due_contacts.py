"""Which planned contacts are due now, and what must be known of each to decide when and how it leaves?"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from lifecycle.rules.tiers import Tier
from notifications.models import Touchpoint
from notifications.rules.notice_codes import Channel

_COLUMNS = (
    *("id", "account_id", "account__key", "account__tier", "account__language", "account__country"),
    *("account__timezone", "notice_id", "channel", "step", "date_revision", "obligation_id", "late_until", "run_id"),
    "is_canary",
)


@dataclass(slots=True)
class DueContact:
    """A planned contact, locked; the fields are the columns in their order."""

    id: int
    account_id: int
    account_key: str
    tier: Tier
    language: str
    country: str
    zone: str
    notice_id: int
    channel: Channel
    step: str
    date_revision: int
    obligation_id: int | None
    late_until: date | None
    run_id: int | None
    is_canary: bool

    @property
    def last_date(self) -> date | None:
        """Of what must be said; a reminder has none."""
        return self.late_until if self.obligation_id is not None else None


def locked_contacts(due: QuerySet[Touchpoint], count: int) -> list[DueContact]:
    """The oldest that nobody else is releasing. All conditions of `due` hold for the rows as they are locked."""
    sql, params = due.order_by("due_at", "id").values_list(*_COLUMNS)[:count].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f'{sql} FOR UPDATE OF "notifications_touchpoint" SKIP LOCKED', params)
        return [DueContact(*row) for row in cursor.fetchall()]
