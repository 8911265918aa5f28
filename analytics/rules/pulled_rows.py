"""Is a roll-up row of a customer's warehouse acceptable, by the rules that hold for each event in it?"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from analytics.rules.activity import LIMITS, read_text
from analytics.rules.reasons import Fault, Reason

COLUMNS = ("day", "slot", "module", "account", "user", "source", "events", "quantity", "first_at", "last_at")
WHO = ("account", "user", "module")
_MODULE_KEY = re.compile(r"[a-z0-9._-]{1,64}\Z")
HideUser = Callable[[str, str], str]
MOST_NAMES = 1_000


class NotAsAsked(ValueError):
    """The answer is no roll-up of that day: something stands between us and the warehouse."""


@dataclass(slots=True)
class PulledRows:
    """Judges rows one by one and counts what they speak of; of rejected ones every event."""

    day: date
    hide_user: HideUser | None = None
    events: int = 0
    rows: int = 0
    reasons: Counter[Fault] = field(default_factory=Counter)
    accounts: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    first_at: datetime | None = None
    last_at: datetime | None = None

    def taken(self, row: Sequence[object]) -> dict[str, object] | None:
        """The row by column, or None where it is rejected. Raises NotAsAsked."""
        if len(row) != len(COLUMNS):
            raise NotAsAsked(f"a row has {len(row)} columns, not {len(COLUMNS)}")
        values = dict(zip(COLUMNS, row, strict=True))
        if str(values["day"])[:10] != self.day.isoformat():
            raise NotAsAsked(f"a row of {values['day']} came for {self.day}")
        events, first_at, last_at = (
            int(str(values["events"])),
            as_instant(values["first_at"]),
            as_instant(values["last_at"]),
        )
        if fault := fault_of(values):
            self.reasons[fault] += events
            return None
        account, user = str(values["account"]), str(values["user"])
        self._note(account, str(values["module"]), events, first_at, last_at)
        hidden = self.hide_user(account, user) if self.hide_user else user
        return {
            **values,
            "day": self.day,
            "user": hidden,
            "events": events,
            "quantity": str(values["quantity"]),
            "first_at": first_at,
            "last_at": last_at,
        }

    def _note(self, account: str, module: str, events: int, first_at: datetime, last_at: datetime) -> None:
        self.rows += 1
        self.events += events
        for names, name in ((self.accounts, account), (self.modules, module)):
            if len(names) < MOST_NAMES:
                names.add(name)
        self.first_at = min(self.first_at or first_at, first_at)
        self.last_at = max(self.last_at or last_at, last_at)


def fault_of(values: dict[str, object]) -> Fault | None:
    """What of the names would spoil an event: they are the same ones in all events of the row."""
    for name in WHO:
        text = read_text(values[name], limit=LIMITS[name])
        if isinstance(text, Reason):
            return Fault(name, text)
        if text is None:
            return Fault(name, Reason.MISSING)
    return None if _MODULE_KEY.match(str(values["module"])) else Fault("module", Reason.NOT_A_MODULE_KEY)


def as_instant(value: object) -> datetime:
    """UTC, without saying so, as roll-ups hold it. Raises NotAsAsked."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as problem:
        raise NotAsAsked(f"{value!r} is no time") from problem
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
