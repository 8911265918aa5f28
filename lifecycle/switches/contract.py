"""What must a switch be able to do?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lifecycle.rules.stages import SwitchLevel

MAX_ANSWER = 65_536  # bytes
TIMEOUT_S = 10.0


class SwitchFault(Exception):
    """The host product could not be reached, refused, or answered what cannot be understood."""


@dataclass(frozen=True, slots=True)
class Order:
    """Set a module to a level; `account` '' = everybody without a level of their own.

    `message_id` is the same over all attempts; `revision` only grows, so that a late order is told from a new one.
    """

    message_id: str
    plan: str
    module: str
    account: str
    level: SwitchLevel
    revision: int
    ordered_at: datetime
    sent_at: datetime  # of this attempt, by a real clock


class Switch(Protocol):
    """Both calls raise SwitchFault. `read` gives None when the host knows no level for that account."""

    def drive(self, order: Order) -> None: ...

    def read(self, *, module: str, account: str, message_id: str, sent_at: datetime) -> SwitchLevel | None: ...


def level_named(name: object) -> SwitchLevel | None:
    """The level with that key; None is "no level". Raises SwitchFault for a word that is none."""
    if name is None:
        return None
    found = next((level for level in SwitchLevel if level.key == name), None)
    if found is None:
        raise SwitchFault(f"answered the level {str(name)[:40]!r}, which is none")
    return found
