"""Which level should the host product show to whom, and when is it done?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lifecycle.rules.effective_stage import NEW_ACCOUNT, AccountPosition, PlanPosition, effective_level
from lifecycle.rules.stages import PUBLIC, Stage, SwitchLevel

READS_NEEDED = 2
READ_AGAIN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row that should be there: `account_id` None speaks for everybody without a row of their own."""

    account_id: int | None
    level: SwitchLevel


def wanted_levels(plan: PlanPosition, positions: Mapping[int, AccountPosition], *, now: datetime) -> tuple[Wanted, ...]:
    """The default, and every account that has or had a level of its own: `positions` by account id.

    Empty before anything is announced: what is not announced leaks nowhere.
    """
    if plan.stage not in PUBLIC | {Stage.CANCELLED}:
        return ()
    own = (Wanted(pk, effective_level(plan, position, now=now)) for pk, position in sorted(positions.items()))
    return (Wanted(None, effective_level(plan, NEW_ACCOUNT, now=now)), *own)


def equal_reads_after(observed: SwitchLevel | None, *, desired: SwitchLevel, before: int, was_driven: bool) -> int:
    """Consecutive equal reads: an unknown or different level starts anew, and so does an order just given."""
    if observed is None or observed is not desired:
        return 0
    return 1 if was_driven else min(before + 1, READS_NEEDED)


def is_due(*, equal_reads: int, observed_at: datetime | None, now: datetime) -> bool:
    """Until done at every pass, then now and again: drift must not go unseen (I11)."""
    return equal_reads < READS_NEEDED or observed_at is None or abs(now - observed_at) >= READ_AGAIN_AFTER
