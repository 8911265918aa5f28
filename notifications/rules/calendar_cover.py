"""Do the tables of working days reach to the end of a plan, and whose days are only assumed?"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from notifications.rules.picture import Picture


@dataclass(frozen=True, slots=True)
class CalendarGap:
    """A place whose table ends before the plan does: its days after that may still be decreed otherwise."""

    place: str
    known_until: date
    accounts: int

    def __str__(self) -> str:
        return f"{self.place} after {self.known_until.isoformat()}"


@dataclass(frozen=True, slots=True)
class CalendarCover:
    """`version` names the tables; `assumed_accounts` are of an unknown country: Monday to Friday was taken."""

    version: str = ""
    assumed_accounts: int = 0
    gaps: tuple[CalendarGap, ...] = ()

    def __add__(self, other: "CalendarCover") -> "CalendarCover":
        """Of two parts of one plan."""
        short: Counter[tuple[str, date]] = Counter()
        for gap in self.gaps + other.gaps:
            short[gap.place, gap.known_until] += gap.accounts
        return CalendarCover(
            version=self.version or other.version,
            assumed_accounts=self.assumed_accounts + other.assumed_accounts,
            gaps=tuple(CalendarGap(place, until, count) for (place, until), count in sorted(short.items())),
        )


def cover_of(picture: Picture) -> CalendarCover:
    """Gaps in the order of their places."""
    last_date = max((promise.day for promise in picture.milestones.values()), default=date.min)
    short: Counter[tuple[str, date]] = Counter()
    for account in picture.accounts:
        until = account.days.known_until
        if until is not None and not account.days.covers(last_date):
            short[account.place, until] += 1
    return CalendarCover(
        version=picture.calendar,
        assumed_accounts=sum(account.days.assumed for account in picture.accounts),
        gaps=tuple(CalendarGap(place, until, count) for (place, until), count in sorted(short.items())),
    )
