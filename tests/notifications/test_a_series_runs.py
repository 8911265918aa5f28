"""A series goes out on its days, once, to the right people, and shows in the evidence (A9, A10, A12, P1)."""

from collections import Counter
from datetime import timedelta

import pytest

from config.services.mail_sink import Answer, MailSink
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.api import deliver_due, desk_tasks, next_due_at, reconcile
from notifications.models import Attempt, Delivery, DeskTask, InboxMessage, Touchpoint
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from tests.cast import OFF, OFF_NOON, acme, corner_shop, neighbour
from tests.notifications.scenes import START, announced, days_later, live_until
from tests.notifications.test_dates_that_move import move_everything

pytestmark = pytest.mark.django_db


def test_reconciling_twice_makes_the_same_rows_once() -> None:
    plan = announced()
    count = Touchpoint.objects.count()
    assert count > 20
    assert not reconcile(plan_id=plan.pk, now=START)
    assert Touchpoint.objects.count() == count


def test_the_announcement_reaches_both_tiers_by_mail_and_inbox(mail: MailSink) -> None:
    plan = announced()
    live_until(plan, days_later(20))
    to = {str(each.message["To"]) for each in mail.messages}
    assert to == {"it@acme.example", "owner@corner-shop.example"}
    assert set(InboxMessage.objects.values_list("account__key", flat=True)) == {"acme", "corner-shop"}
    assert [task.account.key for task in desk_tasks(plan_id=plan.pk)] == ["acme"]


def test_who_is_not_concerned_hears_nothing(mail: MailSink) -> None:
    neighbour()
    live_until(announced(), days_later(20))
    assert not Touchpoint.objects.filter(account__key="neighbour").exists()


def test_every_message_has_its_own_name_that_was_committed_before_the_attempt(mail: MailSink) -> None:
    live_until(announced(), days_later(60))
    ids = [str(each.message["Message-ID"]) for each in mail.messages]
    assert len(ids) == len(set(ids))
    sent = Delivery.objects.filter(channel="email", status=DeliveryStatus.ACCEPTED)
    assert sorted(ids) == sorted(sent.values_list("message_id", flat=True))
    assert set(Attempt.objects.values_list("n", "outcome")) == {(1, "ok")}


def test_a_mail_carries_text_html_language_date_and_a_person_to_answer_to(mail: MailSink) -> None:
    shop = corner_shop()
    shop.language = "ru"
    shop.save()
    live_until(announced(shop), days_later(30))
    message = mail.messages[0].message
    assert message["Content-Language"] == "ru"
    assert "dora@sunsetter.example" in str(message["Reply-To"])
    assert message["Date"].datetime.year == 2027
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    assert "Здравствуйте" in text


def test_nothing_leaves_before_the_plan_is_announced(mail: MailSink) -> None:
    plan = announced(stage=Stage.DECIDED)
    live_until(plan, days_later(10))
    assert not mail.messages
    assert not InboxMessage.objects.exists()


def test_a_pause_holds_what_is_ready_and_resuming_sends_it(mail: MailSink) -> None:
    plan = announced(corner_shop())
    due = Touchpoint.objects.filter(channel="email").order_by("due_at").first()
    assert due is not None
    plan.stage, plan.paused_from = Stage.PAUSED, Stage.ANNOUNCED
    plan.save()
    deliver_due(now=due.due_at)
    assert not mail.messages
    plan.stage, plan.paused_from = Stage.ANNOUNCED, ""
    plan.save()
    deliver_due(now=due.due_at)
    assert len(mail.messages) == 1


def test_what_was_told_is_served_and_never_sent_again(mail: MailSink) -> None:
    plan = announced(acme())
    live_until(plan, days_later(50))
    sent = len(mail.messages)
    for _ in range(3):
        reconcile(plan_id=plan.pk, now=days_later(50))
        deliver_due(now=days_later(50))
    assert len(mail.messages) == sent
    mails = Touchpoint.objects.filter(channel="email", told_at__isnull=False)
    assert set(mails.values_list("status", flat=True)) == {TouchpointStatus.SERVED}


def test_whatever_had_to_be_said_before_the_end_was_said_or_is_on_a_desk(mail: MailSink) -> None:
    """Dates move, a tier changes there and back, a contact is missing for a while, a server says no for a day."""
    shop, bare = corner_shop(), neighbour()
    bare.contacts.all().delete()
    plan = announced(acme(), shop, bare)
    now = live_until(plan, days_later(16))
    mail.answer = Answer.LATER
    now = live_until(plan, now + timedelta(days=1), since=now)
    for tier in (Tier.LIGHT, Tier.STANDARD):
        shop.tier = tier
        shop.save()
        reconcile(plan_id=plan.pk, now=now)
    mail.answer = Answer.KEEP
    now = live_until(plan, days_later(30), since=now)
    move_everything(plan, 14)
    live_until(plan, OFF_NOON + timedelta(days=14), since=now)
    due = Touchpoint.objects.filter(obligation__isnull=False, day__lt=OFF + timedelta(days=14))
    ended = [TouchpointStatus.SERVED, TouchpointStatus.SUPERSEDED, TouchpointStatus.CANCELLED]
    left = due.exclude(status__in=ended).exclude(obligation__status="waived")
    working = set(DeskTask.objects.filter(status=DeskTask.Status.OPEN).values_list("account__key", flat=True))
    silent = [f"{each.account.key} {each.step} {each.status}" for each in left if each.account.key not in working]
    assert not silent
    assert working == {"acme", "neighbour"}
    told = due.filter(account=shop, channel="email", status=TouchpointStatus.SERVED)
    assert set(told.values_list("notice__code", flat=True)) == {"sunset_announced", "correction", "last_call"}


def test_a_clock_that_jumps_back_an_hour_sends_nothing_twice(mail: MailSink) -> None:
    """An hour back right after each round: what was said stays said, and what follows comes once."""
    plan = announced()
    now, ends, back = START, days_later(25), timedelta(hours=1)
    while now < ends:
        for instant in (now, now - back, now):
            reconcile(plan_id=plan.pk, now=instant)
            deliver_due(now=instant)
        now = min(next_due_at(after=now) or ends, ends)
    sent = Counter((str(each.message["To"]), str(each.message["Subject"])) for each in mail.messages)
    assert sent
    assert set(sent.values()) == {1}
    assert len({str(each.message["Message-ID"]) for each in mail.messages}) == len(mail.messages)
    lines = Counter(InboxMessage.objects.values_list("account", "subject"))
    assert set(lines.values()) == {1}
    assert set(Delivery.objects.values_list("round", flat=True)) == {0}


def test_the_end_is_told_only_once_it_has_come(mail: MailSink) -> None:
    plan = announced(corner_shop())
    live_until(plan, OFF_NOON)
    assert not any("switched off" in str(each.message["Subject"]) for each in mail.messages)
    plan.stage = Stage.OFF
    plan.save()
    deliver_due(now=OFF_NOON)
    assert "has been switched off" in str(mail.messages[-1].message["Subject"])
