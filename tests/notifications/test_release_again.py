"""What was taken back and is wanted again leaves, and nobody without a contact holds up the others (A12, A13)."""

import pytest

from config.services.mail_sink import Answer, MailSink
from lifecycle.models import Account, SunsetPlan
from lifecycle.rules.tiers import Tier
from notifications.api import deliver_due, reconcile
from notifications.models import Delivery, DeskTask, Touchpoint
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.release import Batch, release_due
from tests.cast import NOON, acme, corner_shop
from tests.notifications.scenes import announced, days_later, live_until
from tests.notifications.test_dates_that_move import move_everything
from tests.notifications.test_when_delivery_fails import first_mail, second_contact

pytestmark = pytest.mark.django_db


def turn(account: Account, tier: Tier, plan: SunsetPlan) -> None:
    account.tier = tier
    account.save()
    reconcile(plan_id=plan.pk, now=first_mail().due_at)


def there_and_back(plan: SunsetPlan, shop: Account) -> None:
    """The shop counts as light for a moment, which has other steps: what it was to hear is taken back and returns."""
    turn(shop, Tier.LIGHT, plan)
    turn(shop, Tier.STANDARD, plan)


def test_what_was_taken_back_before_it_left_leaves_once_it_is_wanted_again(mail: MailSink) -> None:
    plan = announced(shop := corner_shop())
    now = first_mail().due_at
    release_due(now=now)
    there_and_back(plan, shop)
    assert Delivery.objects.get(channel="email").status == DeliveryStatus.CANCELLED
    deliver_due(now=now)
    deliver_due(now=now)
    assert len(mail.messages) == 1
    assert list(first_mail().deliveries.order_by("round").values_list("round", "status")) == [
        (0, DeliveryStatus.CANCELLED),
        (1, DeliveryStatus.ACCEPTED),
    ]
    assert first_mail().status == TouchpointStatus.SERVED


def test_a_contact_that_was_next_is_next_again_after_a_revival(mail: MailSink) -> None:
    shop = corner_shop()
    second_contact(shop)
    plan = announced(shop)
    now = first_mail().due_at
    mail.choose = lambda address: Answer.REFUSE if address.startswith("owner@") else Answer.LATER
    Touchpoint.objects.filter(channel="in_app").delete()
    deliver_due(now=now)
    there_and_back(plan, shop)
    mail.choose, mail.answer = None, Answer.KEEP
    deliver_due(now=now)
    assert [each.recipients for each in mail.messages] == [("second@corner-shop.example",)]


def test_a_call_that_was_taken_back_is_on_the_desk_again_once_it_is_wanted(mail: MailSink) -> None:
    plan = announced(key := acme())
    now = live_until(plan, Touchpoint.objects.filter(channel="desk_task").earliest("due_at").due_at)
    key.tier = Tier.LIGHT
    key.save()
    reconcile(plan_id=plan.pk, now=now)
    assert not DeskTask.objects.filter(status=DeskTask.Status.OPEN).exists()
    key.tier = Tier.KEY
    key.save()
    live_until(plan, now, since=now)
    assert DeskTask.objects.get(status=DeskTask.Status.OPEN).kind == "call"


def test_a_contact_for_which_no_delivery_can_be_made_becomes_work(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = first_mail().due_at
    release_due(now=now)
    touchpoint = first_mail()
    touchpoint.status = TouchpointStatus.PLANNED  # as if its letter were still under way from elsewhere
    touchpoint.save()
    release_due(now=now)
    assert touchpoint.deliveries.count() == 1
    assert DeskTask.objects.get(plan=plan).subject == "Corner Shop: nothing could be sent"


def test_work_that_a_moved_date_took_back_is_opened_again_when_it_is_found_again(mail: MailSink) -> None:
    shop = corner_shop()
    shop.contacts.all().delete()
    plan = announced(shop)
    now = first_mail().due_at
    deliver_due(now=now)
    move_everything(plan, 14)
    reconcile(plan_id=plan.pk, now=now)
    assert not DeskTask.objects.filter(status=DeskTask.Status.OPEN).exists()
    live_until(plan, days_later(40), since=now)
    task = DeskTask.objects.get(kind="find_contact")
    assert task.status == DeskTask.Status.OPEN
    assert task.touchpoint is not None
    assert task.touchpoint.date_revision > 1


def test_accounts_without_a_contact_hold_nobody_up(mail: MailSink) -> None:
    bare = [Account.objects.create(key=f"a-bare-{n}", name=f"Bare {n}", created_at=NOON) for n in range(5)]
    announced(*bare, corner_shop())
    now = days_later(20)
    Touchpoint.objects.exclude(channel="email").delete()
    assert release_due(now=now, batch=Batch(2)) == 1
    assert Delivery.objects.get().account.key == "corner-shop"
    bare[-1].contacts.create(email="a@late.example", email_norm="a@late.example", role="admin")
    assert release_due(now=now, batch=Batch(2)) == 1
    assert Delivery.objects.latest("id").address == "a@late.example"
