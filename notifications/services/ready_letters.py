"""Which letters to these mailboxes are ready, were never tried, and may share a letter with others?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from lifecycle.api import SunsetPlan
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DeliveryStatus
from notifications.services.invites import CARRIES_INVITE

_OWN = ("id", "touchpoint_id", "address", "locale", "not_before", "carries")
_ABOUT = ("plan_id", "account_id", "obligation_id", "due_at", "account__timezone", "account__tier", "notice__code")


@dataclass(frozen=True, slots=True)
class ReadyLetter:
    """One row of the ledger, locked, with what packing must know of its contact."""

    id: int
    address: str
    locale: str
    not_before: datetime
    carries: bool
    plan_id: int
    account_id: int
    is_mandatory: bool
    due_at: datetime
    zone: str


def ready_letters(norms: Iterable[str]) -> list[ReadyLetter]:
    """In the order they were made. What somebody is about to claim is passed by: it leaves as it is."""
    ready = Delivery.objects.filter(status=DeliveryStatus.READY, channel=Channel.EMAIL, body_sha="")
    rows = ready.filter(address_norm__in=norms).select_for_update(skip_locked=True)
    locked = list(rows.order_by("id").values_list(*_OWN))
    contacts = Touchpoint.objects.filter(pk__in=[row[1] for row in locked]).order_by()
    about = {pk: known for pk, *known in contacts.values_list("pk", *_ABOUT)}
    packing = packing_plans({known[0] for known in about.values()})
    found = []
    for pk, contact, address, locale, at, carries in locked:
        plan, account, duty, due_at, zone, tier, code = about[contact]
        if plan in packing and not has_invite(tier, code):
            found.append(ReadyLetter(pk, address, locale, at, carries, plan, account, duty is not None, due_at, zone))
    return found


def has_invite(tier: str, code: str) -> bool:
    """A calendar invite goes with it: that letter is its own."""
    return tier == Tier.KEY and code in CARRIES_INVITE


def packing_plans(plans: Collection[int]) -> frozenset[int]:
    """Of these those that do not want each notice alone."""
    found = SunsetPlan.objects.filter(pk__in=plans).order_by().values_list("pk", "settings")
    return frozenset(pk for pk, settings in found if from_json(settings).packs_notices)
