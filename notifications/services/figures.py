"""How much does an account use a module, in figures that may be shown to it?"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Figures:
    """Use in the 28 days up to `as_of`."""

    users: int
    uses: int
    as_of: date


@dataclass(slots=True)
class FiguresBook:
    """Reads each module once per round of deliveries. None is unknown use: never zero."""

    as_of: date
    _read: dict[str, dict[str, Figures]] = field(default_factory=dict)

    def of(self, module_key: str, account_key: str) -> Figures | None:
        return self._read.get(module_key, {}).get(account_key)
