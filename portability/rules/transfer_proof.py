"""Is what the target holds what was sent, how fast does it go, and when has too much gone wrong?"""

import json

from portability.rules.canonical import Json

BUDGET_PER_THOUSAND = 1  # portability, section 4.6: 0.1 % of errors pauses by itself
ENOUGH = 20  # writings from which a rate is said
GONE = "not there"
NAMED = 8


def differences(sent: bytes, found: bytes | None) -> tuple[str, ...]:
    """What differs between what was sent and what was read back: fields by name, sorted; empty when equal."""
    if found is None:
        return (GONE,)
    if found == sent:
        return ()
    ours, theirs = _object(sent), _object(found)
    if ours is None or theirs is None:
        return ("bytes",)
    names = sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
    return tuple(names[:NAMED]) or ("form",)


def is_over_budget(failed: int, total: int) -> bool:
    """More than one in a thousand failed: something is wrong that trying on will not mend."""
    return failed * 1_000 > total * BUDGET_PER_THOUSAND


def rate_of(written: int, seconds: float) -> float | None:
    """Objects a second, where enough were written to say so."""
    return written / seconds if written >= ENOUGH and seconds > 0 else None


def remaining_s(left: int, rate: float | None) -> tuple[int, int] | None:
    """Seconds that are left, as a range; None where nobody can say."""
    if not left:
        return (0, 0)
    if rate is None:
        return None
    return (int(left / rate * 0.8), int(left / rate * 1.5) + 1)


def _object(body: bytes) -> dict[str, Json] | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
