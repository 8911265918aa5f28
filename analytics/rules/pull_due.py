"""Which days of a customer's warehouse are to be pulled, and which changed there since?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LATE_FOR = timedelta(days=35)  # so late are days asked for again


@dataclass(frozen=True, slots=True)
class DayThere:
    """What a warehouse says of a UTC day: how many rows, and a mark that is another one when the day is."""

    rows: int
    mark: str


@dataclass(frozen=True, slots=True)
class DayHeld:
    """A day as it was pulled, by which recipe: what is mapped and left out. `events` zero: it was found empty."""

    events: int
    mark: str
    recipe: str


@dataclass(frozen=True, slots=True)
class Due:
    """In order of the days. `emptied`: pulled before, and without a row now. `sealed`: they can take nothing more."""

    days: tuple[date, ...] = ()
    emptied: tuple[date, ...] = ()
    unchanged: int = 0
    sealed: int = 0


def asked_since(
    held: Mapping[date, DayHeld], *, recipe: str, since: date | None, refused: Collection[date] = ()
) -> date | None:
    """The first day that is asked for; None: all. Read by another recipe, all is asked for anew.

    `refused`: they were there, and are asked for until they can be taken.
    """
    if since is not None or not held or any(each.recipe != recipe for each in held.values()):
        return since
    return min((max(held) - LATE_FOR, *refused))


def days_due(
    there: Mapping[date, DayThere],
    held: Mapping[date, DayHeld],
    *,
    recipe: str,
    since: date | None,
    sealed: date | None = None,
) -> Due:
    """`since`: the first day that was asked for; `sealed`: the last that has a roll-up for ever."""
    changed = {day for day, found in there.items() if not _is_same(held.get(day), found.mark, recipe)}
    emptied = {
        day for day, each in held.items() if each.events and day not in there and (since is None or day >= since)
    }
    late = {day for day in changed | emptied if sealed and day <= sealed}
    return Due(
        days=tuple(sorted(changed - late)),
        emptied=tuple(sorted(emptied - late)),
        unchanged=len(there) - len(changed),
        sealed=len(late),
    )


def _is_same(held: DayHeld | None, mark: str, recipe: str) -> bool:
    return held is not None and (held.mark, held.recipe) == (mark, recipe)
