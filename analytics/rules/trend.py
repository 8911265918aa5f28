"""In which direction do weekly figures go, robustly?"""

from collections.abc import Sequence
from functools import lru_cache
from statistics import median


def theil_sen(values: Sequence[float]) -> float | None:
    """Median of the slopes between all pairs of equally spaced values, per step; None for fewer than three.

    Source: Theil (1950), Sen (1968). A single wild week does not tilt it.
    """
    return _theil_sen(tuple(values)) if len(values) >= 3 else None


@lru_cache(maxsize=65_536)
def _theil_sen(values: tuple[float, ...]) -> float:
    """Most accounts have few users a week, and so the same weeks as many others."""
    slopes = [
        (later - earlier) / (at_later - at_earlier)
        for at_earlier, earlier in enumerate(values)
        for at_later, later in enumerate(values[at_earlier + 1 :], at_earlier + 1)
    ]
    return float(median(slopes))


def relative_change(now: int, before: int) -> float | None:
    """(now - before) / before; None where nothing stood before."""
    return (now - before) / before if before else None
