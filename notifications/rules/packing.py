"""Which letters to one mailbox leave as one, and when?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lifecycle.rules.milestones import instant
from notifications.rules.send_window import QUIET_FROM, WINDOW_FOR, local_day, opening

WAIT = WINDOW_FOR  # all that a mailbox gets on one morning meets; nobody waits longer for company
MOST = 40  # sections of one letter


@dataclass(frozen=True, slots=True)
class Shelf:
    """Only letters of one shelf ever meet: one mailbox as written, one language, all of them mandatory or none."""

    mailbox: str
    locale: str
    is_mandatory: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A letter that may leave from `leaves_at` on, and until `latest`, together with others.

    `about` are plan and account of all that is in it: two letters about the same never meet. `carries`: others were
    put into it before, so it cannot be put into another one.
    """

    key: str
    shelf: Shelf
    about: frozenset[tuple[int, int]]
    leaves_at: datetime
    latest: datetime
    carries: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """One letter: the first key carries the others. It leaves when the last of them may."""

    keys: tuple[str, ...]
    leaves_at: datetime


def pack(items: Iterable[Item], *, wait: timedelta = WAIT, most: int = MOST) -> tuple[Packed, ...]:
    """Every item in exactly one letter, none before its time, and none of those that have slack after it.

    What has no slack left, such as a floor that leaves in quiet hours, waits for nobody.
    """
    shelves: defaultdict[Shelf, list[Item]] = defaultdict(list)
    for each in sorted(items, key=lambda item: (item.leaves_at, item.key)):
        shelves[each.shelf].append(each)
    return tuple(letter.packed for shelf in shelves.values() for letter in _letters(shelf, wait, most))


def slack_until(leaves_at: datetime, zone: str) -> datetime:
    """The evening of that day where the reader lives: so each keeps its date."""
    return instant(local_day(leaves_at, zone), QUIET_FROM, zone)


def company_until(leaves_at: datetime, due_at: datetime, zone: str, *, at_least: datetime) -> datetime:
    """How long it waits for others: since it was due or, put off to another day, since that day's window opened.

    What is late by then waits until `at_least`, for what comes at once.
    """
    begun = max(due_at, opening(local_day(leaves_at, zone), zone))
    return min(slack_until(leaves_at, zone), max(leaves_at, at_least, begun + WAIT))


class _Letter:
    """One that is being put together: `until` is when the least patient of its items must leave."""

    def __init__(self, first: Item, wait: timedelta) -> None:
        self.items = [first]
        self.about = first.about
        self.until = min(first.latest, first.leaves_at + wait)

    def takes(self, item: Item, most: int) -> bool:
        fits = len(self.about) + len(item.about) <= most and self.about.isdisjoint(item.about)
        is_second = item.carries and any(each.carries for each in self.items)
        return fits and not is_second and item.leaves_at <= min(self.until, item.latest)

    def take(self, item: Item) -> None:
        self.items.append(item)
        self.about |= item.about
        self.until = min(self.until, item.latest)

    @property
    def packed(self) -> Packed:
        first = next((each for each in self.items if each.carries), self.items[0])
        keys = [first.key, *(each.key for each in self.items if each is not first)]
        return Packed(tuple(keys), self.items[-1].leaves_at)


def _letters(items: list[Item], wait: timedelta, most: int) -> list[_Letter]:
    """Of one shelf, in the order in which they may leave."""
    letters: list[_Letter] = []
    for each in items:
        if letters and letters[-1].takes(each, most):
            letters[-1].take(each)
        else:
            letters.append(_Letter(each, wait))
    return letters
