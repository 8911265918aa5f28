"""Which planned contacts are due now, and which of them are so alike that one decision is for all of them?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from lifecycle.rules.tiers import Tier
from notifications.models import CalendarDay, Touchpoint
from notifications.rules.notice_codes import Channel

_ROUTINE = (Channel.EMAIL, Channel.IN_APP)
SPECIAL = Q(account__tier=Tier.KEY) | ~Q(channel__in=_ROUTINE)  # each takes a second thought
_COLUMNS = (
    *("id", "due_at", "account_id", "account__key", "account__tier", "account__language", "account__country"),
    *("account__timezone", "notice_id", "channel", "step", "date_revision", "obligation_id", "late_until", "run_id"),
    "is_canary",
)
_EACH_ONCE = "SELECT DISTINCT * FROM ({due}) AS oldest"
_STEP = ("notice_id", "step", "date_revision")
_OWN_DAYS = f"SELECT account_id FROM {CalendarDay._meta.db_table} WHERE account_id IS NOT NULL"  # noqa: S608 - a table of ours
# The fields of `DueContacts` in their order. Each of some millions is looked at by the database alone.
_TOGETHER = f"""
WITH due AS MATERIALIZED ({{due}} FOR UPDATE OF "{Touchpoint._meta.db_table}" SKIP LOCKED)
SELECT array_agg(id), array_agg(account_id), array_agg(account__key),
    CASE WHEN account_id IN ({_OWN_DAYS}) THEN account_id ELSE 0 END,
    account__tier, account__language, account__country, account__timezone, notice_id, channel, step, date_revision,
    CASE WHEN obligation_id IS NOT NULL THEN late_until END, run_id, is_canary
FROM due GROUP BY 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 ORDER BY min(due_at), min(id)
"""  # noqa: S608 - put together from constants


# Up to the end of the transaction, which is the release alone, tables are walked along their indexes, by what follows
# as well: the server knows them as they were when it last analyzed them, empty before the first mailing. The oldest are
# found in their order: it would else sort all that are due, for each batch anew, since it takes them for few. What
# follows may sort again where the connection does.
_IN_ORDER = "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"
_AS_BEFORE = "SET LOCAL enable_sort TO DEFAULT"


@dataclass(frozen=True, slots=True)
class DueContacts:
    """Planned contacts, locked, that may differ in their accounts' keys only.

    `own_days_of` is a customer with days of its own, of others 0. What must be said has a `last_date`.
    """

    ids: Sequence[int]
    account_ids: Sequence[int]
    account_keys: Sequence[str]
    own_days_of: int
    tier: Tier
    language: str
    country: str
    zone: str
    notice_id: int
    channel: Channel
    step: str
    date_revision: int
    last_date: date | None
    run_id: int | None
    is_canary: bool

    @property
    def is_special(self) -> bool:
        """As `SPECIAL` says of rows."""
        return self.tier == Tier.KEY or self.channel not in _ROUTINE


def locked_contacts(due: QuerySet[Touchpoint], count: int) -> list[DueContacts]:
    """The oldest that nobody else is releasing. All conditions of `due` hold for the rows as they are locked."""
    sql, params = due.order_by("due_at", "id").values_list(*_COLUMNS)[:count].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_IN_ORDER)
        cursor.execute(_TOGETHER.replace("{due}", sql), params)
        found = [DueContacts(*row) for row in cursor.fetchall()]
        cursor.execute(_AS_BEFORE)
    return found


@transaction.atomic
def steps_of_oldest(due: QuerySet[Touchpoint], count: int) -> list[tuple[int, str, int]]:
    """Notice, step and revision of the oldest, each once; nothing is locked."""
    sql, params = due.order_by("due_at", "id").values_list(*_STEP)[:count].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_IN_ORDER)
        cursor.execute(_EACH_ONCE.replace("{due}", sql), params)
        found = [(int(notice), str(step), int(revision)) for notice, step, revision in cursor.fetchall()]
        cursor.execute(_AS_BEFORE)
    return found


def as_array(plain: Iterable[int | str]) -> str:
    """Of numbers and keys, as the database reads it: the driver would take longer for each than the database."""
    return "{" + ",".join(map(str, plain)) + "}"
