"""How long may an account usually be silent before it comes back?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

YEARLY = range(350, 381)
LEARNT_OVER = 400


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Intervals between use days, in days: `usual_gap` the longest that counts, `longest_gap` the longest of all."""

    use_days: int
    usual_gap: int | None
    longest_gap: int | None


def learn_rhythm(days: Sequence[date]) -> Rhythm:
    """From sorted, distinct use days. A gap counts if one as long occurred at least twice, or once a year apart.

    So a quarter's end counts from its second interval on, a year's end from the first, and one long holiday never.
    """
    gaps = sorted(((later - earlier).days for earlier, later in pairwise(days)), reverse=True)
    if not gaps:
        return Rhythm(len(days), None, None)
    yearly = [gap for gap in gaps if gap in YEARLY]
    repeated = gaps[1:2]
    counted = [*yearly[:1], *repeated]
    return Rhythm(len(days), max(counted) if counted else None, gaps[0])


def next_expected(last_date: date, usual_gap: int) -> date:
    """The day by which the account would come back if it kept its rhythm."""
    return last_date + timedelta(days=usual_gap)
