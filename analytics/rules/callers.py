"""Through which integrations and program versions is a module used?"""

import re
from dataclasses import dataclass
from datetime import date, datetime

_NAMED = re.compile(r"(?P<program>.*?)[/ @:]v?(?P<version>\d[\w.+-]*)\s*(\(.*\))?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CallerUse:
    """One integration and program in a window of UTC days; empty: the feed names none. Times are UTC."""

    integration: str
    program: str
    version: str
    events: int
    users: int
    accounts: int
    first_at: datetime
    last_at: datetime

    def as_json(self) -> dict[str, object]:
        return {
            "integration": self.integration or None,
            "program": self.program or None,
            "version": self.version or None,
            "events": self.events,
            "users": self.users,
            "accounts": self.accounts,
            "first_at": self.first_at.isoformat(),
            "last_at": self.last_at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Callers:
    """The most events first. `as_of` is the last day of the `days` that were looked at.

    Not `is_covered`: a source did not deliver in all of these days, or their events are not kept any more, so that
    there may be more callers and each counts at least so much.
    """

    module: str
    as_of: date
    days: int
    rows: tuple[CallerUse, ...]
    is_covered: bool = True

    @property
    def is_named(self) -> bool:
        """Does the feed say at all who calls?"""
        return any(row.integration or row.program for row in self.rows)

    def as_json(self) -> dict[str, object]:
        return {
            "module": self.module,
            "as_of": self.as_of.isoformat(),
            "days": self.days,
            "is_covered": self.is_covered,
            "callers": [row.as_json() for row in self.rows],
        }


def split_version(text: str) -> tuple[str, str]:
    """Program and version of what a feed calls its caller: `ios/4.2.1`, `desktop v3`, `cli@1.0`; '' where none is."""
    found = _NAMED.match(text.strip())
    return (found["program"], found["version"]) if found and found["program"] else (text.strip(), "")
