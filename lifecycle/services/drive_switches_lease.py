"""Who works on a switch row right now, and until when? The database's clock decides."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from lifecycle.models import Account, SunsetPlan, Switch
from lifecycle.rules.stages import SwitchLevel

LEASE_S = 30


@dataclass(frozen=True, slots=True)
class Claim:
    """A row held until its lease ends; `claimed_at` is the real time, also in a simulated story."""

    pk: int
    token: uuid.UUID
    account: Account | None
    desired: SwitchLevel
    desired_at: datetime
    equal_reads: int
    claimed_at: datetime

    @property
    def account_key(self) -> str:
        return self.account.key if self.account else ""

    @property
    def revision(self) -> int:
        return int(self.desired_at.timestamp() * 1_000)

    def message_id(self, plan: SunsetPlan) -> str:
        """The same over every attempt at one wish, and known from committed columns alone."""
        return f"msg_{plan.uuid.hex}_{self.pk}_{self.revision}"


def claim(pk: int) -> Claim | None:
    """None when somebody else holds the row."""
    token = uuid.uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE lifecycle_switch SET lease_token = %s, lease_until = clock_timestamp() + make_interval(secs => %s)
            WHERE id IN (
                SELECT id FROM lifecycle_switch
                WHERE id = %s AND (lease_until IS NULL OR lease_until < clock_timestamp())
                FOR UPDATE SKIP LOCKED
            )
            RETURNING clock_timestamp()
            """,
            [token, LEASE_S, pk],
        )
        found = cursor.fetchone()
        if found is None:
            return None
        row = Switch.objects.select_related("account").get(pk=pk)
    return Claim(pk, token, row.account, SwitchLevel(row.desired), row.desired_at, row.equal_reads, found[0])


def release(held: Claim, *, observed: SwitchLevel | None, equal_reads: int, error: str, now: datetime) -> bool:
    """Write what was seen. False when the lease was lost, or the wish changed meanwhile: then nothing counts."""
    mine = Switch.objects.filter(pk=held.pk, lease_token=held.token)
    same_wish = mine.filter(desired=held.desired, desired_at=held.desired_at)
    written = same_wish.update(
        observed=observed,
        observed_at=now,
        equal_reads=equal_reads,
        last_error=error[:500],
        lease_token=None,
        lease_until=None,
    )
    if not written:
        mine.update(lease_token=None, lease_until=None)
    return bool(written)
