"""What is made of contacts that need a second thought each, and of one that is written to once more?"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from lifecycle.api import Contact
from notifications.models import Delivery, DeskTask, HoldReason, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import NOBODY, TOLD, TOOK, UNSENT, DeliveryStatus, TaskKind, TouchpointStatus
from notifications.services.calendars import CalendarBook
from notifications.services.desk import open_task
from notifications.services.leaving import leaving, mail_domain, record_floor_first
from notifications.services.needed_yes import without_yes
from notifications.services.people import Target, targets_among
from notifications.services.retold import contact_for_now
from notifications.services.runs import hold_of

NOTHING = "nothing could be sent"


def release_singly(rows: Sequence[Touchpoint], *, now: datetime, book: CalendarBook) -> int:
    """Locked contacts; what leads to no delivery is work for a person, never silence.

    What is decided of each is read and written for all of them at once.
    """
    if not rows:
        return 0
    people, rounds, lacking = _people(rows), _rounds(rows), _lacking_yes(rows)
    drafts: list[Delivery] = []
    for each in rows:
        targets = targets_among(each, people[each.account_id])
        each.reason, each.status = "" if targets else NOBODY, TouchpointStatus.RELEASED
        hold = _hold(each, lacking) if targets else ""
        drafts += _drafts(each, targets, hold=hold, again=rounds[each.pk], now=now, book=book)
    Touchpoint.objects.bulk_update(rows, ["status", "reason", "run"])
    made = _made(drafts)
    told = {each.touchpoint_id for each in made}
    for each in rows:
        if each.reason:
            open_task(each, kind=TaskKind.FIND_CONTACT, subject=NOBODY, now=now)
        elif each.pk not in told:
            open_task(each, kind=TaskKind.FIND_CONTACT, subject=NOTHING, now=now, source=f"unsent:{each.uuid}")
    return len(made)


def _people(rows: Iterable[Touchpoint]) -> Mapping[int, list[Contact]]:
    found: defaultdict[int, list[Contact]] = defaultdict(list)
    for each in Contact.objects.filter(account__in={row.account_id for row in rows}, is_active=True).order_by("id"):
        found[each.account_id].append(each)
    return found


def _rounds(rows: Sequence[Touchpoint]) -> Mapping[int, int]:
    """One more than before when what was made for a contact was taken back unread; a call with its task."""
    earlier: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for touchpoint, number, status in Delivery.objects.filter(touchpoint__in=rows).values_list(
        "touchpoint", "round", "status"
    ):
        earlier[touchpoint].append((number, status))
    tasks = DeskTask.objects.filter(touchpoint__in=rows).exclude(status=DeskTask.Status.SUPERSEDED)
    on_desk = set(tasks.values_list("touchpoint", flat=True))
    return {each.pk: _round(earlier[each.pk], each, is_on_desk=each.pk in on_desk) for each in rows}


def _round(earlier: Sequence[tuple[int, str]], touchpoint: Touchpoint, *, is_on_desk: bool) -> int:
    live = UNSENT | TOLD
    if touchpoint.channel == Channel.DESK_TASK and not is_on_desk:
        live -= TOOK
    is_under_way = any(status in live for _number, status in earlier)
    return 0 if is_under_way else max((number for number, _status in earlier), default=-1) + 1


def add_deliveries(touchpoint: Touchpoint, targets: Sequence[Target], *, now: datetime, again: int) -> list[Delivery]:
    """To one contact once more, as it tells the dates of now; `again` counts re-sends."""
    touchpoint = contact_for_now(touchpoint, now=now) if targets else touchpoint
    hold = _hold(touchpoint, _lacking_yes([touchpoint])) if targets else ""
    return _made(_drafts(touchpoint, targets, hold=hold, again=again, now=now))


def _drafts(
    touchpoint: Touchpoint,
    targets: Sequence[Target],
    *,
    hold: str,
    again: int,
    now: datetime,
    book: CalendarBook | None = None,
) -> list[Delivery]:
    if not targets:
        return []
    leaves = leaving(touchpoint, now, book)
    record_floor_first(touchpoint, leaves)
    return [
        Delivery(
            uuid=(key := uuid.uuid4()),
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
        for target in targets
    ]


def _made(drafts: Sequence[Delivery]) -> list[Delivery]:
    """Ids, keys and message ids are committed with this, before anybody tries to send."""
    Delivery.objects.bulk_create(drafts, ignore_conflicts=True)
    return list(Delivery.objects.filter(uuid__in=[each.uuid for each in drafts]))


def _hold(touchpoint: Touchpoint, lacking: Collection[int]) -> str:
    """Also what follows later, a second contact or a reminder, needs a yes that still holds."""
    return hold_of(touchpoint) or (HoldReason.APPROVAL if touchpoint.pk in lacking else "")


def _lacking_yes(rows: Iterable[Touchpoint]) -> Collection[int]:
    return set(without_yes().filter(pk__in=[each.pk for each in rows]).values_list("pk", flat=True))
