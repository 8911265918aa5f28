"""In which direction do weekly figures go, robustly?"""

from collections.abc import Sequence
from statistics import median


def theil_sen(values: Sequence[float]) -> float | None:
    """Median of the slopes between all pairs of equally spaced values, per step; None for fewer than three.

    Source: Theil (1950), Sen (1968). A single wild week does not tilt it.
    """
    if len(values) < 3:
        return None
    slopes = (
        (later - earlier) / (at_later - at_earlier)
        for at_earlier, earlier in enumerate(values)
        for at_later, later in enumerate(values[at_earlier + 1 :], at_earlier + 1)
    )
    return float(median(slopes))


def relative_change(now: int, before: int) -> float | None:
    """(now - before) / before; None where nothing stood before."""
    return (now - before) / before if before else None
