"""What must be known of claimed deliveries before they may leave, read with one query however many they are?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

import orjson
from django.db.models import Exists, OuterRef, Q

from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, Suppression
from notifications.rules.notice_codes import Channel
from notifications.services.needed_yes import without_yes
from notifications.services.prepared import rows_of

_NOW = datetime(1, 1, 1, tzinfo=UTC)  # stands for the instant of the round in the query that is compiled once
_COLUMNS = (
    *("id", "uuid", "message_id", "channel", "address", "locale", "body_sha"),
    *("contact__name", "account_id", "account__key", "account__name", "account__tier", "account__timezone"),
    *("account__csm_email", "touchpoint_id", "touchpoint__status", "touchpoint__anchor", "touchpoint__day"),
    *("touchpoint__date_revision", "touchpoint__late_until", "touchpoint__obligation_id", "touchpoint__notice_id"),
    *("touchpoint__notice__code", "touchpoint__plan_id", "touchpoint__plan__revision", "touchpoint__plan__stage"),
    *("touchpoint__plan__module__key", "touchpoint__run__status", "carries", "is_never", "is_opted_out"),
    *("lacks_yes", "touchpoint__told_dates"),
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed delivery with its touchpoint, account and plan, in the order of the columns."""

    id: int
    key: UUID
    message_id: str
    channel: str
    address: str
    locale: str
    body_sha: str
    contact_name: str | None
    account_id: int
    account_key: str
    account_name: str
    tier: str
    timezone: str
    csm_email: str
    touchpoint_id: int
    touchpoint_status: str
    anchor: str
    day: date
    date_revision: int
    late_until: date | None
    obligation_id: int | None
    notice_id: int
    notice_code: str
    plan_id: int
    plan_revision: int
    stage: str
    module_key: str
    run_status: str | None
    carries: bool
    is_never: bool
    is_opted_out: bool
    lacks_yes: bool
    told_dates: str | None  # JSON, where others were told by this contact

    def tells_otherwise(self, told: Mapping[str, str]) -> bool:
        """Whether its text would name another day than others were told by the same contact; one more is no other."""
        before = orjson.loads(self.told_dates) if self.told_dates else {}
        return any(told.get(kind, day) != day for kind, day in before.items())

    @property
    def is_mandatory(self) -> bool:
        return self.obligation_id is not None

    @property
    def is_suppressed(self) -> bool:
        """An opt-out ends what need not be said, and nothing else."""
        return self.channel == Channel.EMAIL and (self.is_never or (self.is_opted_out and not self.is_mandatory))

    @property
    def is_key(self) -> bool:
        return self.tier == Tier.KEY


def read_letters(ids: Sequence[int], token: UUID, *, now: datetime) -> list[Letter]:
    """Those that are still claimed under this token, in the order asked for."""
    sql, given = _query()
    asked = [now if each == _NOW else each for each in given]
    found = {row[0]: Letter(*row) for row in rows_of(sql, [*asked, list(ids), token])}
    return [found[each] for each in ids if each in found]


@cache
def _query() -> tuple[str, tuple[object, ...]]:
    """Compiled once: to compile takes as long as to send."""
    is_on = Q(until__isnull=True) | Q(until__gt=_NOW)
    stopped = Suppression.objects.filter(is_on, address_norm=OuterRef("address_norm"))
    optional = Suppression.Scope.OPTIONAL
    rows = (
        Delivery.objects.annotate(
            is_never=Exists(stopped.exclude(scope=optional)),
            is_opted_out=Exists(stopped.filter(scope=optional)),
            lacks_yes=Exists(without_yes().filter(pk=OuterRef("touchpoint"))),
        )
        .order_by()
        .values_list(*_COLUMNS)
    )
    sql, params = rows.query.sql_with_params()
    own = '"notifications_delivery"'
    return (
        f'{sql} WHERE {own}."id" = ANY(%s) AND {own}."lease_token" = %s AND {own}."status" || \'\' = \'claimed\'',
        params,
    )
