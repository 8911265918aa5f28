"""How deeply was a copy checked, and does that count?"""

from enum import IntEnum


class Depth(IntEnum):
    """From seeing a name to having compared every record. Only EQUAL counts for a gate."""

    NOTHING = 0
    LISTED = 1
    SIZED = 2
    HASHED = 3
    RESTORED = 4
    EQUAL = 5

    @property
    def word(self) -> str:
        return self.name.lower()
