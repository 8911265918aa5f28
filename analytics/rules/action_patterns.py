"""Is this a pattern of actions that may be left out?"""

from enum import StrEnum

MOST_PATTERNS = 100  # of a source
LONGEST = 128  # characters, like an action


class Fault(StrEnum):
    NO_PATTERN = "no_pattern"
    BRACKETS = "brackets"
    EVERYTHING = "everything"


def fault_of(pattern: str) -> Fault | None:
    """`*` is any text, `?` one character. What names nothing would leave no use of the source at all."""
    if not pattern or len(pattern) > LONGEST or not pattern.isprintable():
        return Fault.NO_PATTERN
    if set(pattern) & set("[]"):
        return Fault.BRACKETS
    return None if any(map(str.isalnum, pattern)) else Fault.EVERYTHING
