"""What day is it so many months and days from another, and how is such a distance written?"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

_PART = re.compile(r"(\d{1,4})(mo|[dwmy])")
_WHOLE = re.compile(r"([+-]?)((?:\d{1,4}(?:mo|[dwmy]))+)")


def add_months(origin: date, months: int) -> date:
    """Count from the origin and clamp to the end of the month: 31 August + 1 month = 30 September.

    Twelve months before 29 February is 28 February. Raises ValueError beyond the years a date can hold.
    """
    year, month = divmod(origin.year * 12 + origin.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"{months} months from {origin} is outside the years {MINYEAR} to {MAXYEAR}")
    return date(year, month + 1, min(origin.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Span:
    """A distance in calendar months and days; both signs are alike."""

    months: int = 0
    days: int = 0

    def from_(self, origin: date) -> date:
        """Months first, counted from the origin and clamped, then days. Raises ValueError out of range."""
        try:
            return add_months(origin, self.months) + timedelta(days=self.days)
        except OverflowError as error:
            raise ValueError(f"{self} from {origin} is outside the calendar") from error

    @property
    def words(self) -> str:
        """For people: `3 months`, `1 month and 15 days`."""
        parts = [f"{abs(count)} {unit}{'s' * (abs(count) != 1)}" for count, unit in self._parts() if count]
        return " and ".join(parts) or "0 days"

    def _parts(self) -> tuple[tuple[int, str], tuple[int, str]]:
        return (self.months, "month"), (self.days, "day")

    def __str__(self) -> str:
        sign = "-" if self.months < 0 or self.days < 0 else ""
        months = f"{abs(self.months)}m" if self.months else ""
        days = f"{abs(self.days)}d" if self.days or not months else ""
        return f"{sign}{months}{days}"


def parse_span(text: str) -> Span:
    """Read `-90d`, `2w`, `-3m`, `1y`, `-1m15d` (`mo` is another way to write `m`). Raises ValueError."""
    found = _WHOLE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a distance such as -90d, -6w, -3m or -1m15d")
    sign = -1 if found[1] == "-" else 1
    months = days = 0
    for amount, unit in _PART.findall(found[2]):
        count = sign * int(amount)
        if unit in {"m", "mo", "y"}:
            months += count * (12 if unit == "y" else 1)
        else:
            days += count * (7 if unit == "w" else 1)
    return Span(months, days)
