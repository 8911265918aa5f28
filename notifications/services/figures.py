"""How much does an account use a module, in figures that may be shown to it?"""

from dataclasses import dataclass, field
from datetime import date, datetime

from analytics.api import account_usage, last_complete_day


@dataclass(frozen=True, slots=True)
class Figures:
    """Use in the 28 days up to `as_of`."""

    users: int
    uses: int
    as_of: date


@dataclass(slots=True)
class FiguresBook:
    """Reads each module once per round of deliveries. None is unknown use: never zero."""

    now: datetime
    _read: dict[str, dict[str, Figures]] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        return last_complete_day(self.now)

    def of(self, module_key: str, account_key: str) -> Figures | None:
        if module_key not in self._read:
            self._read[module_key] = {
                each.account: Figures(each.users_28, each.events_28, self.as_of)
                for each in account_usage(module_key=module_key, now=self.now)
                if each.users_28 is not None and each.events_28 is not None
            }
        return self._read[module_key].get(account_key)
