"""How do many letters become parts of others on the ledger, by one statement?"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from notifications.rules.packing import Packed
from notifications.services.due_contacts import as_array
from notifications.services.ready_letters import ReadyLetter

# Each row is in one letter only, so no row is written twice. An instant that is NULL stays what it was.
_PUT = """
UPDATE notifications_delivery d SET
    status = CASE WHEN p.carrier IS NULL THEN d.status ELSE 'held' END,
    hold_reason = CASE WHEN p.carrier IS NULL THEN d.hold_reason ELSE 'digest' END,
    carrier_id = coalesce(p.carrier, d.carrier_id),
    carries = p.carries,
    not_before = coalesce(p.leaves_at, d.not_before)
FROM unnest(%s::bigint[], %s::bigint[], %s::boolean[], %s::timestamptz[]) AS p (id, carrier, carries, leaves_at)
WHERE d.id = p.id
"""


class _Place(NamedTuple):
    """What one row becomes: part of its `carrier`, or one that leaves, alone or with others."""

    id: int
    carrier: int | None
    carries: bool
    leaves_at: datetime | None


def put_together(letters: Iterable[Packed], found: Mapping[str, ReadyLetter]) -> int:
    """The first carries the others; all of them leave when the last of them may. Answer how many are in others."""
    places = [place for letter in letters for place in _places(letter, found)]
    if not places:
        return 0
    ids, carriers, carries, instants = zip(*places, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [as_array(ids), list(carriers), list(carries), list(instants)])
    return sum(carrier is not None for carrier in carriers)


def _places(letter: Packed, found: Mapping[str, ReadyLetter]) -> Iterator[_Place]:
    """None for what stays as it is, nor for what is only awaited."""
    inside = [found[key] for key in letter.keys if key in found]
    if not inside or (len(inside) == 1 and inside[0].not_before == letter.leaves_at):
        return
    first, others = inside[0], inside[1:]
    yield _Place(first.id, None, bool(others) or first.carries, letter.leaves_at)
    yield from (_Place(each.id, first.id, carries=False, leaves_at=None) for each in others)
