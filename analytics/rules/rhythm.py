"""How long may an account usually be silent before it comes back?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

LEARNT_OVER = 400
SEASON = 45  # use within so many days may be one season of the year
A_YEAR_BACK = range(350, 381)
YEARLY = range(365 - SEASON, 381)  # from the end of one season to the beginning of the next


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Intervals between use days, in days: `usual_gap` the longest that counts, `longest_gap` the longest of all.

    `span`: from the first use day to the last, both included.
    """

    use_days: int
    usual_gap: int | None
    longest_gap: int | None
    span: int = 0

    @property
    def is_one_season(self) -> bool:
        """All use lies so close together that it may be what is done once a year, or once a quarter."""
        return 0 < self.span <= SEASON


def learn_rhythm(days: Sequence[date]) -> Rhythm:
    """From sorted, distinct use days. A gap counts if one as long occurred at least twice, or once a year apart.

    So a quarter's end counts from its second interval on, a year's end from the first, a long holiday from its second
    time on; and while it lasts for the second time, the first counts already.
    """
    if len(days) < 2:
        return Rhythm(len(days), None, None, len(days))
    gaps = sorted(((later - earlier).days for earlier, later in pairwise(days)), reverse=True)
    counted = [*_yearly(days), *gaps[1:2]]
    span = (days[-1] - days[0]).days + 1
    return Rhythm(len(days), max(counted) if counted else None, gaps[0], span)


def next_expected(last_date: date, usual_gap: int) -> date:
    """The day by which the account would come back if it kept its rhythm."""
    return last_date + timedelta(days=usual_gap)


def _yearly(days: Sequence[date]) -> list[int]:
    """Gaps of a year, and the gap that began a year before the present silence did."""
    return [
        (later - earlier).days
        for earlier, later in pairwise(days)
        if (later - earlier).days in YEARLY or (days[-1] - earlier).days in A_YEAR_BACK
    ]
