"""How is the work of an export divided, without the division showing in what comes out?"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Segments of a snapshot from `first` to `last`, both included."""

    first: int
    last: int


def spans(records: Sequence[int], limit: int) -> tuple[Span, ...]:
    """Whole segments, in order, together not above the limit unless one alone is."""
    found: list[Span] = []
    first, filled = 0, 0
    for position, number in enumerate(records):
        if position > first and filled + number > limit:
            found.append(Span(first, position - 1))
            first, filled = position, 0
        filled += number
    if records:
        found.append(Span(first, len(records) - 1))
    return tuple(found)
