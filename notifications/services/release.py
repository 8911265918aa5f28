"""Which planned contacts become deliveries now that their time has come, once?"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lifecycle.api import Contact
from notifications.models import Delivery, DeskTask, HoldReason, SendRun, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import NOBODY, TOLD, TOOK, UNSENT, DeliveryStatus, TaskKind, TouchpointStatus
from notifications.services.calendars import CalendarBook
from notifications.services.clear_notices import may_leave
from notifications.services.desk import open_task
from notifications.services.due_contacts import DueContacts, locked_contacts
from notifications.services.leaving import leaving, mail_domain, record_floor_first
from notifications.services.needed_yes import without_yes
from notifications.services.packing import pack_letters
from notifications.services.people import Target, targets_of
from notifications.services.release_many import release_many
from notifications.services.return_held import return_held, stage_allows
from notifications.services.runs import hold_of, open_runs, with_runs
from notifications.services.waiting import Waiting, look

BATCH = 5_000
NOTHING = "nothing could be sent"


def release_due(*, now: datetime, batch: int = BATCH) -> int:
    """Answer how many deliveries were made. Two at once share the work; the unique keys make it once."""
    if not (first := look(now=now)).is_to_release:
        return 0
    cleared = may_leave(now=now)
    waiting = look(now=now) if cleared else first  # what has its yes again is free now
    if not waiting.is_more:
        return 0
    due = Touchpoint.objects.filter(stage_allows("plan__stage", "notice__code"), cleared, due_at__lte=now)
    if waiting.planned:
        open_runs(due, now=now)
    return _released(due, waiting, now, batch)


@transaction.atomic
def _released(due: QuerySet[Touchpoint], waiting: Waiting, now: datetime, batch: int) -> int:
    """Accounts without a contact hold nobody up: they are looked at again only once they have one."""
    book, made, planned = CalendarBook.read(first_year=now.year), 0, due.filter(status=TouchpointStatus.PLANNED)
    if waiting.held:
        return_held(now, book)
    while waiting.planned and not made and (rows := locked_contacts(planned, batch)):
        if not (leaving := with_runs(rows)):
            break
        many = release_many(leaving, now=now, book=book)
        made += many.made + sum(_release(each, now, book) for each in _joined(many.others, leaving))
        pack_letters([pk for each in rows if each.channel == Channel.EMAIL for pk in each.ids], now=now)
    if not waiting.found:
        return made
    somebody = Contact.objects.filter(account=OuterRef("account"), is_active=True)
    found = due.filter(Exists(somebody), status=TouchpointStatus.RELEASED, reason=NOBODY)
    return made + sum(_release(each, now, book) for each in _locked(found, batch))


def _joined(ids: frozenset[int], leaving: Sequence[tuple[DueContacts, SendRun | None]]) -> Iterator[Touchpoint]:
    """The oldest first."""
    runs = {pk: run for each, run in leaving for pk in ids.intersection(each.ids)}
    for each in Touchpoint.objects.filter(pk__in=ids).select_related("account").order_by("due_at", "id"):
        each.run = runs[each.pk]
        yield each


def _locked(rows: QuerySet[Touchpoint], count: int) -> list[Touchpoint]:
    locked = rows.select_for_update(skip_locked=True, of=("self",)).select_related("account", "run")
    return list(locked.order_by("due_at", "id")[:count])


def _release(touchpoint: Touchpoint, now: datetime, book: CalendarBook) -> int:
    """What leads to no delivery is work for a person, never silence."""
    targets = targets_of(touchpoint)
    touchpoint.reason = "" if targets else NOBODY
    touchpoint.status = TouchpointStatus.RELEASED
    touchpoint.save(update_fields=["status", "reason", "run"])
    made = add_deliveries(touchpoint, targets, now=now, again=_round(touchpoint), book=book)
    if not targets:
        open_task(touchpoint, kind=TaskKind.FIND_CONTACT, subject=NOBODY, now=now)
    elif not made:
        source = f"unsent:{touchpoint.uuid}"
        open_task(touchpoint, kind=TaskKind.FIND_CONTACT, subject=NOTHING, now=now, source=source)
    return len(made)


def _round(touchpoint: Touchpoint) -> int:
    """One more than before when what was made for this contact was taken back unread; a call with its task."""
    live = UNSENT | TOLD
    if touchpoint.channel == Channel.DESK_TASK and not _tasks(touchpoint).exists():
        live -= TOOK
    earlier = list(touchpoint.deliveries.values_list("round", "status"))
    is_under_way = any(status in live for _number, status in earlier)
    return 0 if is_under_way else max((number for number, _status in earlier), default=-1) + 1


def _tasks(touchpoint: Touchpoint) -> QuerySet[DeskTask]:
    return DeskTask.objects.filter(touchpoint=touchpoint).exclude(status=DeskTask.Status.SUPERSEDED)


def add_deliveries(
    touchpoint: Touchpoint,
    targets: Iterable[Target],
    *,
    now: datetime,
    again: int = 0,
    book: CalendarBook | None = None,
) -> list[Delivery]:
    """Ids, keys and message ids are committed here, before anybody tries to send; `again` counts re-sends."""
    keyed = [(target, uuid.uuid4()) for target in targets]
    hold = _hold(touchpoint) if keyed else ""
    leaves = leaving(touchpoint, now, book)
    if keyed:
        record_floor_first(touchpoint, leaves)
    Delivery.objects.bulk_create(
        (
            Delivery(
                uuid=key,
                touchpoint=touchpoint,
                account=touchpoint.account,
                contact_id=target.contact_id,
                channel=touchpoint.channel,
                round=again,
                address=target.address,
                address_norm=target.norm,
                locale=target.locale,
                message_id=f"<{key}@{mail_domain()}>",
                status=DeliveryStatus.HELD if hold else DeliveryStatus.READY,
                hold_reason=hold,
                not_before=leaves.at,
                created_at=now,
            )
            for target, key in keyed
        ),
        ignore_conflicts=True,
    )
    return list(Delivery.objects.filter(uuid__in=[key for _target, key in keyed]))


def _hold(touchpoint: Touchpoint) -> str:
    """Also what follows later, a second contact or a reminder, needs a yes that still holds."""
    if why := hold_of(touchpoint):
        return why
    return HoldReason.APPROVAL if without_yes().filter(pk=touchpoint.pk).exists() else ""
