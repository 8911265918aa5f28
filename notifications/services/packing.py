"""Which letters that were just released go into one with others, and which wait for one that comes the same morning?

Packing runs in the transaction of the release, before anybody can claim what was made. A letter is opened for others
under its row's lock while it is ready; who claims it closes it (`notifications/services/packed.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from lifecycle.api import Contact
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, HoldReason, Touchpoint
from notifications.rules.addresses import address_norm, address_with_tag
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.packing import WAIT, Item, Packed, Shelf, company_until, pack
from notifications.rules.release import may_release
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.fresh_letters import fresh_letters
from notifications.services.invites import CARRIES_INVITE
from notifications.services.people import targets_among

# Whose letter will not leave now: taken back, held, or not to be written to.
_FREE = """
UPDATE notifications_delivery d SET status = 'ready', hold_reason = '', carrier_id = NULL
FROM notifications_delivery c
WHERE d.hold_reason = 'digest' AND c.id = d.carrier_id AND c.status NOT IN ('ready', 'claimed', 'sending')
"""
_RELATED = ("touchpoint__plan", "touchpoint__notice", "touchpoint__account")
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
    found = {f"{each.pk:012}": each for each in _locked(shared)}
    return sum(_put_together(letter, found) for letter in pack([*_items(found, now + _CATCH_UP), *awaited]))


def _locked(norms: Iterable[str]) -> list[Delivery]:
    """What somebody is about to claim is passed by: it leaves as it is."""
    ready = Delivery.objects.filter(status=DeliveryStatus.READY, channel=Channel.EMAIL, body_sha="")
    rows = ready.filter(address_norm__in=norms).select_for_update(skip_locked=True, of=("self",))
    return [each for each in rows.select_related(*_RELATED).order_by("id") if _may_share(each.touchpoint)]


def _may_share(touchpoint: Touchpoint) -> bool:
    """Not what a calendar invite goes with, nor what its plan wants alone."""
    is_invite = touchpoint.account.tier == Tier.KEY and touchpoint.notice.code in CARRIES_INVITE
    return not is_invite and from_json(touchpoint.plan.settings).packs_notices


def _items(found: Mapping[str, Delivery], soon: datetime) -> list[Item]:
    inside: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    carried = Delivery.objects.filter(carrier__in=[each.pk for each in found.values() if each.carries])
    names = ("carrier_id", "touchpoint__plan_id", "account_id")
    for carrier, plan, account in carried.filter(hold_reason=HoldReason.DIGEST).values_list(*names):
        inside[carrier].add((plan, account))
    return [
        Item(
            key,
            Shelf(address_with_tag(each.address), each.locale, each.touchpoint.is_mandatory),
            frozenset({(each.touchpoint.plan_id, each.account_id)} | inside[each.pk]),
            leaves_at=each.not_before,
            latest=company_until(
                each.not_before, each.touchpoint.due_at, each.touchpoint.account.timezone, at_least=soon
            ),
            carries=bool(inside[each.pk]),
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
    planned = [each for each in leaving if _may_share(each)]
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


def _put_together(letter: Packed, found: Mapping[str, Delivery]) -> int:
    """The first carries the others; all of them leave when the last of them may."""
    inside = [found[key] for key in letter.keys if key in found]
    if not inside:
        return 0
    first, others = inside[0], inside[1:]
    if first.not_before != letter.leaves_at or others:
        first.not_before, first.carries = letter.leaves_at, bool(others) or first.carries
        first.save(update_fields=["not_before", "carries"])
    waiting = Delivery.objects.filter(pk__in=[each.pk for each in others])
    return waiting.update(status=DeliveryStatus.HELD, hold_reason=HoldReason.DIGEST, carrier=first, carries=False)
