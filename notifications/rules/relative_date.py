"""On which day falls a step that is counted from a milestone?"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lifecycle.rules.month_steps import add_months
from notifications.rules.working_days import WorkingDays, at_or_after, at_or_before, shifted

_TEXT = re.compile(r"(?P<sign>[+-]?)(?P<count>\d{1,4})(?P<unit>[dwm])")


class Unit(StrEnum):
    DAYS = "d"
    WORKING_DAYS = "w"
    MONTHS = "m"


@dataclass(frozen=True, slots=True)
class RelativeDate:
    """`count` is negative before the anchor, positive after it; months are counted from the anchor, never chained."""

    count: int
    unit: Unit = Unit.DAYS

    @classmethod
    def parse(cls, text: str) -> "RelativeDate":
        """Read '-45d', '+5w' (working days), '-6m' or '0d'; raises ValueError."""
        found = _TEXT.fullmatch(text)
        if not found:
            raise ValueError(f"not a relative date: {text!r}; write a sign, a number and d, w or m, such as -45d")
        count = int(found["count"])
        return cls(-count if found["sign"] == "-" else count, Unit(found["unit"]))

    def __str__(self) -> str:
        return f"{self.count:+d}{self.unit}" if self.count else f"0{self.unit}"

    def on(self, anchor: date, days: WorkingDays) -> date:
        """A working day: before the anchor rolls to the earlier one, on or after it to the later one."""
        if self.unit is Unit.WORKING_DAYS and self.count:
            return shifted(anchor, self.count, days)
        day = add_months(anchor, self.count) if self.unit is Unit.MONTHS else anchor + timedelta(days=self.count)
        return at_or_before(day, days) if self.count < 0 else at_or_after(day, days)
