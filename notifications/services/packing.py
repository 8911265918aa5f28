"""Which letters that were just released go into one with others, and which wait for one that comes the same morning?

Packing runs in the transaction of the release, before anybody can claim what was made. A letter is opened for others
under its row's lock while it is ready; who claims it closes it (`notifications/services/packed.py`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from lifecycle.api import Contact
from lifecycle.rules.stages import Stage
from notifications.models import Delivery, HoldReason, Touchpoint
from notifications.rules.addresses import address_norm, address_with_tag
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.packing import WAIT, Item, Shelf, company_until, pack
from notifications.rules.release import may_release
from notifications.rules.statuses import TouchpointStatus
from notifications.services.fresh_letters import fresh_letters
from notifications.services.packed_rows import put_together
from notifications.services.people import targets_among
from notifications.services.ready_letters import ReadyLetter, has_invite, packing_plans, ready_letters

# Whose letter will not leave now: taken back, held, or not to be written to.
_FREE = """
UPDATE notifications_delivery d SET status = 'ready', hold_reason = '', carrier_id = NULL
FROM notifications_delivery c
WHERE d.hold_reason = 'digest' AND c.id = d.carrier_id AND c.status NOT IN ('ready', 'claimed', 'sending')
"""
_CATCH_UP = timedelta(minutes=1)  # what is overdue comes with the next batch of the same round, or not at all today


def free_packed() -> int:
    """Whatever waits inside a letter that does not leave goes by itself, or into another one."""
    with connection.cursor() as cursor:
        cursor.execute(_FREE)
        return int(cursor.rowcount)


def pack_letters(mails: list[int], *, now: datetime) -> int:
    """Of contacts that were just released, inside their transaction; answer how many letters went into others."""
    if not mails:
        return 0
    if not (fresh := fresh_letters(mails, now)):
        return 0
    mailboxes = {address_with_tag(each.address) for each in fresh}
    shared = {each.address_norm for each in fresh if each.is_shared}
    coming = _coming({each.address.casefold() for each in fresh}, now)
    if not shared and not coming:
        return 0
    awaited = [each for each in coming if each.shelf.mailbox in mailboxes]
    shared |= {address_norm(each.shelf.mailbox) for each in awaited}
    found = {f"{each.id:012}": each for each in ready_letters(shared)}
    return put_together(pack([*_items(found, now + _CATCH_UP), *awaited]), found)


def _items(found: Mapping[str, ReadyLetter], soon: datetime) -> list[Item]:
    inside: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    carried = Delivery.objects.filter(carrier__in=[each.id for each in found.values() if each.carries])
    names = ("carrier_id", "touchpoint__plan_id", "account_id")
    for carrier, plan, account in carried.filter(hold_reason=HoldReason.DIGEST).values_list(*names):
        inside[carrier].add((plan, account))
    return [
        Item(
            key,
            Shelf(address_with_tag(each.address), each.locale, each.is_mandatory),
            frozenset({(each.plan_id, each.account_id)} | inside[each.id]),
            leaves_at=each.not_before,
            latest=company_until(each.not_before, each.due_at, each.zone, at_least=soon),
            carries=bool(inside[each.id]),
        )
        for key, each in found.items()
    ]


def _coming(emails: set[str], now: datetime) -> list[Item]:
    """What other contacts will bring to these people within the window, and is not released yet."""
    there = Contact.objects.filter(email_norm__in=emails, is_active=True).order_by()
    accounts = set(there.values_list("account_id", flat=True))
    soon = Q(status=TouchpointStatus.PLANNED, channel=Channel.EMAIL, due_at__lte=now + WAIT)
    rows = Touchpoint.objects.filter(soon, account__in=accounts)
    rows = rows.select_related("account", "plan", "notice").order_by("id")
    leaving = [each for each in rows if may_release(NoticeCode(each.notice.code), Stage(each.plan.stage))]
    packing = packing_plans({each.plan_id for each in leaving})
    planned = [
        each for each in leaving if each.plan_id in packing and not has_invite(each.account.tier, each.notice.code)
    ]
    people: defaultdict[int, list[Contact]] = defaultdict(list)
    if planned:
        active = Contact.objects.filter(account__in={each.account_id for each in planned}, is_active=True)
        for one in active.order_by("id"):
            people[one.account_id].append(one)
    return [item for each in planned for item in _planned_items(each, people[each.account_id], now)]


def _planned_items(touchpoint: Touchpoint, people: Sequence[Contact], now: datetime) -> list[Item]:
    at = max(touchpoint.due_at, now + _CATCH_UP)
    return [
        Item(
            f"planned:{touchpoint.pk}:{target.norm}",
            Shelf(address_with_tag(target.address), target.locale, touchpoint.is_mandatory),
            frozenset({(touchpoint.plan_id, touchpoint.account_id)}),
            leaves_at=at,
            latest=company_until(at, touchpoint.due_at, touchpoint.account.timezone, at_least=at),
        )
        for target in targets_among(touchpoint, people)
    ]
