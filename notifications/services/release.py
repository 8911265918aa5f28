"""Which planned contacts become deliveries now that their time has come, once?"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lifecycle.api import Contact
from notifications.models import Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import NOBODY, TouchpointStatus
from notifications.services.calendars import CalendarBook
from notifications.services.clear_notices import may_leave
from notifications.services.due_contacts import locked_contacts
from notifications.services.packing import pack_letters
from notifications.services.release_many import release_many
from notifications.services.release_past import past_the_crowd
from notifications.services.release_singly import release_singly
from notifications.services.return_held import return_held, stage_allows
from notifications.services.runs import Leaving, Mailing, open_named, open_runs, with_runs
from notifications.services.waiting import Waiting, look


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction takes, and what of it one by one, which costs many times as much.

    A round that takes too long is cut, and all that it had not committed begins anew.
    """

    together: int = 5_000
    one_by_one: int = 300


@dataclass(frozen=True, slots=True)
class Step:
    """What one transaction did: contacts that are settled, though some of them lead to nobody.

    Whose mailing is `unopened` was passed by.
    """

    made: int = 0
    settled: int = 0
    unopened: frozenset[Mailing] = frozenset()


WHOLE = Batch()
NEVER = float("inf")


def release_due(*, now: datetime, batch: Batch = WHOLE, ends: float = NEVER) -> int:
    """Answer how many deliveries were made. Two at once share the work; the unique keys make it once.

    After `ends`, on the monotonic clock, no further transaction is begun.
    """
    if not (first := look(now=now)).is_to_release:
        return 0
    cleared = may_leave(now=now)
    waiting = look(now=now) if cleared else first  # what has its yes again is free now
    if not waiting.is_more:
        return 0
    due = Touchpoint.objects.filter(stage_allows("plan__stage", "notice__code"), cleared, due_at__lte=now)
    if waiting.planned:
        open_runs(due, batch.together, now=now)
    return _released(due, waiting, now, batch, ends)


def _released(due: QuerySet[Touchpoint], waiting: Waiting, now: datetime, batch: Batch, ends: float) -> int:
    book, made = CalendarBook.read(first_year=now.year), 0
    if waiting.held:
        return_held(now, book)
    if waiting.planned:
        made = _until_made(partial(_planned, due, now, book, batch), now, ends)
    if waiting.found and time.monotonic() < ends:
        made += _until_made(partial(_found, due, now, book, batch), now, ends)
    return made


def _until_made(step: Callable[[], Step], now: datetime, ends: float) -> int:
    """Accounts without a contact hold nobody up: they are looked at again only once they have one.

    A mailing that was met unopened is opened once nothing is locked, and its contacts leave with the next transaction.
    """
    made = 0
    while True:
        done = step()
        made += done.made
        if not (done.unopened or (done.settled and not made)) or time.monotonic() >= ends:
            return made
        open_named(done.unopened, now=now)


@transaction.atomic
def _planned(due: QuerySet[Touchpoint], now: datetime, book: CalendarBook, batch: Batch) -> Step:
    """The oldest first; what is too many for one transaction stays planned, and is the oldest of the next one.

    What takes a second thought each is few of a batch at most; the rest of it is for what stands behind.
    """
    planned = due.filter(status=TouchpointStatus.PLANNED)
    leaving, unopened = with_runs(locked_contacts(planned, batch.together))
    if not leaving:
        return Step(unopened=unopened)
    many = release_many(leaving, now=now, book=book)
    singly = _joined(many.others, leaving, batch.one_by_one)
    made = many.made + release_singly(singly, now=now, book=book)
    left = many.others.difference(each.pk for each in singly)
    behind, further_unopened = past_the_crowd(planned, leaving, many, left)
    further = release_many(behind, now=now, book=book)
    left |= further.others
    mails = [
        pk for each, _run in leaving + behind if each.channel == Channel.EMAIL for pk in each.ids if pk not in left
    ]
    pack_letters(mails, now=now)
    return Step(made + further.made, many.made + len(singly) + further.made, unopened | further_unopened)


def _joined(ids: Collection[int], leaving: Leaving, count: int) -> list[Touchpoint]:
    runs = {pk: run for each, run in leaving for pk in each.ids}
    found = list(
        Touchpoint.objects.filter(pk__in=ids).select_related("account", "plan").order_by("due_at", "id")[:count]
    )
    for each in found:
        each.run = runs[each.pk]
    return found


@transaction.atomic
def _found(due: QuerySet[Touchpoint], now: datetime, book: CalendarBook, batch: Batch) -> Step:
    """Who had nobody to write to, and has somebody now."""
    somebody = Contact.objects.filter(account=OuterRef("account"), is_active=True)
    rows = due.filter(Exists(somebody), status=TouchpointStatus.RELEASED, reason=NOBODY)
    locked = rows.select_for_update(skip_locked=True, of=("self",)).select_related("account", "plan", "run")
    found = list(locked.order_by("due_at", "id")[: batch.one_by_one])
    made = release_singly(found, now=now, book=book)
    return Step(made, sum(each.reason != NOBODY for each in found))
