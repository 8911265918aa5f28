"""Which tellings of an end still hold, where an account was told of another one afterwards?"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One telling: when, and which end it named; None: none, the plan was withdrawn."""

    at: datetime
    off_date: date | None

    def is_later_than(self, off_date: date) -> bool:
        """Whoever heard this believes to have more time than until `off_date`, perhaps all time."""
        return self.off_date is None or self.off_date > off_date


@dataclass(frozen=True, slots=True)
class Proof:
    """A text that reached somebody: what it said when, and the local day on which that is proven."""

    said: Said
    on: date


def holds(said: Said, *, off_date: date, later_at: datetime | None) -> bool:
    """Does it count as notice of `off_date`? An earlier end is allowed: whoever heard of it has had the time.

    `later_at`: when a later end was last told, or may have been. What was said before that holds no longer, however
    late it is proven: the notice begins anew with the correction that followed.
    """
    return not said.is_later_than(off_date) and (later_at is None or said.at > later_at)
