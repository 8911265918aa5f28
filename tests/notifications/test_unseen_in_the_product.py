"""A light account's unopened line in the product is followed by a mail, and an opened one is not (A12)."""

from datetime import timedelta

import pytest

from lifecycle.rules.tiers import Tier
from notifications.api import reconcile
from notifications.models import Delivery, InboxMessage, Touchpoint
from tests.cast import corner_shop
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db


def test_the_mail_is_planned_until_somebody_opens_the_line() -> None:
    shop = corner_shop()
    shop.tier = Tier.LIGHT
    shop.save()
    plan = announced(shop)
    line = Touchpoint.objects.get(step="off-21d.in_app")
    now = line.due_at + timedelta(days=1)
    line.status, line.told_at, line.served_at, line.told_dates = "served", now, now, {"off": "2027-06-01"}
    line.save()
    sent = Delivery.objects.create(
        touchpoint=line,
        account=shop,
        channel="in_app",
        message_id="<1@x>",
        body_sha="1",
        status="delivered",
        accepted_at=now,
        not_before=now,
        created_at=now,
    )
    told = InboxMessage.objects.create(account=shop, notice=line.notice, delivery_key=sent.uuid, sent_at=now)
    reconcile(plan_id=plan.pk, now=now)
    mail = Touchpoint.objects.get(step="off-21d.email")
    assert (mail.status, mail.obligation) == ("planned", None)
    told.seen_at, told.seen_by = now, "owner@corner-shop.example"
    told.save()
    reconcile(plan_id=plan.pk, now=now)
    mail.refresh_from_db()
    assert mail.status == "cancelled"
