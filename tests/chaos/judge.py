"""Who was due a notice, and what came of each: once, twice, never, or listed as uncertain?"""

import logging
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from config.services.mail_sink import MailSink
from lifecycle.models import Account, Contact, Evidence, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import reconcile
from notifications.models import Delivery, InboxMessage, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import LEASED, DeliveryStatus
from tests.cast import a_plan
from tests.chaos.noon import NOW, OFF


@dataclass(frozen=True, slots=True)
class Tally:
    """`uncertain` are messages that nobody can look up; where it can be done, nothing may stay `unresolved`."""

    lost: int
    duplicated: int
    uncertain: int = 0
    refused: int = 0
    unresolved: int = 0


def scene(notices: int, *, told_inside: int | None = None) -> SunsetPlan:
    """So many standard accounts, each due its announcement at noon; by default a tenth hears of it in the product too.

    Inside the product a doubt can be looked up, in mail it cannot.
    """
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    module = f"m{uuid.uuid4().hex[:8]}"
    plan = a_plan(module=module, stage=Stage.ANNOUNCED, switch_off_date=OFF)
    accounts = Account.objects.bulk_create(
        Account(key=f"{module}-{n}", name=f"Account {n}", created_at=NOW, csm_email="dora@sunsetter.example")
        for n in range(notices)
    )
    Contact.objects.bulk_create(
        Contact(account=each, email=f"{each.key}@x.example", email_norm=f"{each.key}@x.example", role="admin")
        for each in accounts
    )
    Evidence.objects.bulk_create(
        Evidence(plan=plan, criterion="usage_below", account=each, value=1, as_of=NOW, source="test", recorded_at=NOW)
        for each in accounts
    )
    reconcile(plan_id=plan.pk, now=NOW)
    inbox = Touchpoint.objects.filter(plan=plan, channel=Channel.IN_APP)
    inbox.exclude(account__in=accounts[: notices // 10 if told_inside is None else told_inside]).delete()
    return plan


def is_finished() -> bool:
    waiting = Q(status__in=[DeliveryStatus.READY, *sorted(LEASED)])
    planned = Touchpoint.objects.filter(status="planned", due_at__lte=NOW)
    return Delivery.objects.exists() and not Delivery.objects.filter(waiting).exists() and not planned.exists()


def tally(plan: SunsetPlan, sink: MailSink, notices: int) -> Tally:
    """By the mail server's own count, not by ours."""
    counts = Counter(str(each.message["Message-ID"]) for each in sink.messages)
    rows = Delivery.objects.filter(touchpoint__plan=plan, channel=Channel.EMAIL)
    by_status: dict[str, list[str]] = {}
    for name, status in rows.values_list("message_id", "status"):
        by_status.setdefault(status, []).append(name)
    sure = by_status.get(DeliveryStatus.ACCEPTED, [])
    unsure, refused = by_status.get(DeliveryStatus.UNCERTAIN, []), by_status.get(DeliveryStatus.HARD_BOUNCED, [])
    lost = notices - len(sure) - len(unsure) - len(refused) + sum(not counts[name] for name in sure)
    foreign = set(counts) - set(rows.values_list("message_id", flat=True))
    doubled = sum(n - 1 for n in counts.values()) + len(foreign)
    never, twice, unresolved = _inbox(plan)
    return Tally(lost + never, doubled + twice, len(unsure), len(refused), unresolved)


def _inbox(plan: SunsetPlan) -> tuple[int, int, int]:
    """Lost, doubled and unresolved inside the product, where a look-up settles every doubt."""
    held = Counter(InboxMessage.objects.filter(notice__plan=plan).values_list("account_id", flat=True))
    rows = Delivery.objects.filter(touchpoint__plan=plan, channel=Channel.IN_APP)
    unresolved = rows.filter(status=DeliveryStatus.UNCERTAIN).count()
    wanted = Touchpoint.objects.filter(plan=plan, channel=Channel.IN_APP, due_at__lte=NOW).count()
    return wanted - len(held), sum(n - 1 for n in held.values()), unresolved
