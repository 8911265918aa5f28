"""Whom does a success manager call first?"""

from dataclasses import dataclass
from datetime import date

from lifecycle.rules.tiers import Tier

_TIER_WEIGHT = {Tier.KEY: 3.0, Tier.STANDARD: 1.5, Tier.LIGHT: 1.0}
_MOST_OVERDUE, _MOST_SILENT = 10, 30


@dataclass(frozen=True, slots=True)
class Pressing:
    """What speaks for a task. `revenue_share` is of the revenue on this desk, None while it is unknown.

    `silent_days`: since the account last answered, or since it first heard of it; None when it heard nothing yet.
    """

    due_in_days: int
    tier: Tier
    revenue_share: float | None = None
    silent_days: int | None = None


def weight(pressing: Pressing) -> float:
    """Deadline x value x silence: each at least above zero, so that none of them hides the others."""
    return _deadline(pressing.due_in_days) * _value(pressing) * _silence(pressing.silent_days)


def _deadline(due_in_days: int) -> float:
    if due_in_days <= 0:
        return 2.0 + min(-due_in_days, _MOST_OVERDUE) / 5
    return 2.0 / (1.0 + due_in_days / 5)


def _value(pressing: Pressing) -> float:
    return _TIER_WEIGHT[pressing.tier] * (1.0 + 2.0 * (pressing.revenue_share or 0.0))


def _silence(silent_days: int | None) -> float:
    return 1.0 + min(max(silent_days or 0, 0), _MOST_SILENT) / 15


def is_out_of_sight(snoozed_until: date | None, today: date) -> bool:
    """Put off until a day: on that day it is back."""
    return snoozed_until is not None and today < snoozed_until
