"""Who is due what in a run: notices that must be heard, and reminders that need not?"""

import logging
import uuid
from datetime import timedelta

from lifecycle.models import Account, Contact, Evidence, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import reconcile
from notifications.models import Touchpoint
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.statuses import TouchpointStatus
from notifications.services.plan_book import facts_of_plan
from tests.cast import a_plan
from tests.chaos.noon import NOW, OFF, OFF_SOON

LONG_AGO = NOW - timedelta(days=30)


def notices(count: int, *, told_inside: int | None = None) -> SunsetPlan:
    """So many standard accounts, each due its announcement at noon; by default a tenth hears of it in the product too.

    Inside the product a doubt can be looked up, in mail it cannot.
    """
    plan = unplanned(count)
    reconcile(plan_id=plan.pk, now=NOW)
    inside = Touchpoint.objects.filter(plan=plan, channel=Channel.IN_APP).order_by("id")
    told = inside.values_list("pk", flat=True)[: count // 10 if told_inside is None else told_inside]
    inside.exclude(pk__in=list(told)).delete()
    return plan


def unplanned(count: int) -> SunsetPlan:
    """The same before anybody has planned them; each is to hear of it in both ways."""
    return _plan(count, a_plan(module=_name(), stage=Stage.ANNOUNCED, switch_off_date=OFF))


def reminders(count: int) -> SunsetPlan:
    """So many accounts that heard of it long ago and are due a reminder, which leaves in batches."""
    plan = _plan(count, a_plan(module=_name(), stage=Stage.ANNOUNCED, switch_off_date=OFF_SOON))
    reconcile(plan_id=plan.pk, now=NOW)
    Touchpoint.objects.filter(plan=plan, notice__code=NoticeCode.SUNSET_ANNOUNCED).update(
        status=TouchpointStatus.SERVED,
        day=LONG_AGO.date(),
        told_at=LONG_AGO,
        served_at=LONG_AGO,
        told_dates=facts_of_plan(plan).told,
    )
    reconcile(plan_id=plan.pk, now=NOW)
    return plan


def _name() -> str:
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    return f"m{uuid.uuid4().hex[:8]}"


def _plan(count: int, plan: SunsetPlan) -> SunsetPlan:
    module = plan.module.key
    accounts = Account.objects.bulk_create(
        Account(key=f"{module}-{n}", name=f"Account {n}", created_at=NOW, csm_email="dora@sunsetter.example")
        for n in range(count)
    )
    Contact.objects.bulk_create(
        Contact(account=each, email=f"{each.key}@x.example", email_norm=f"{each.key}@x.example", role="admin")
        for each in accounts
    )
    Evidence.objects.bulk_create(
        Evidence(plan=plan, criterion="usage_below", account=each, value=1, as_of=NOW, source="test", recorded_at=NOW)
        for each in accounts
    )
    return plan
