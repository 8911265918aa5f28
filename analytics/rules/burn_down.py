"""How much of the use at the announcement is left, and is that in time?"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Baseline:
    """Use in the 28 UTC days up to the last complete day before the announcement; None is unknown."""

    as_of: date
    users: int | None
    accounts: int | None
    events: int | None


@dataclass(frozen=True, slots=True)
class DayLeft:
    """What was left on a UTC day, in its last 28 days; None is unknown.

    `accounts_left`: of the baseline's accounts, those that still use it (active, fading or rare).
    """

    date: date
    users: int | None
    accounts: int | None
    accounts_left: int | None


@dataclass(frozen=True, slots=True)
class BurnDown:
    """A retirement's use from its announcement on, the oldest day first. `off_date`: when all of it should be gone."""

    plan: str
    module: str
    baseline: Baseline
    off_date: date | None
    days: tuple[DayLeft, ...]

    @property
    def newest(self) -> DayLeft | None:
        return self.days[-1] if self.days else None

    @property
    def users_share(self) -> float | None:
        """Of the baseline's users, as many are left, 0…; None where either is unknown or there were none."""
        newest = self.newest
        if newest is None or newest.users is None or not self.baseline.users:
            return None
        return newest.users / self.baseline.users

    def due(self, day: date) -> float | None:
        """How many users would be left on a straight way from the baseline to nobody on the off date."""
        if self.baseline.users is None or self.off_date is None or self.off_date <= self.baseline.as_of:
            return None
        gone = (day - self.baseline.as_of).days / (self.off_date - self.baseline.as_of).days
        return self.baseline.users * min(1.0, max(0.0, 1.0 - gone))

    def as_json(self) -> dict[str, object]:
        return {
            "plan": self.plan,
            "module": self.module,
            "baseline": {
                "as_of": self.baseline.as_of.isoformat(),
                "users": self.baseline.users,
                "accounts": self.baseline.accounts,
                "events": self.baseline.events,
            },
            "off_date": self.off_date.isoformat() if self.off_date else None,
            "users_share": self.users_share,
            "days": [
                {
                    "date": day.date.isoformat(),
                    "users": day.users,
                    "accounts": day.accounts,
                    "accounts_left": day.accounts_left,
                    "due": self.due(day.date),
                }
                for day in self.days
            ],
        }
