"""A gate learns who was served, reached and cleared; doubt and silence are never a yes (A13, A19, G4-G6)."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import Settings

from config.services.mail_sink import Answer, MailSink
from lifecycle.api import Refused, newest_facts
from lifecycle.models import Account, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import acknowledge, close_desk_task, desk_tasks, inbox_of, push_evidence, text_sha
from notifications.models import Acknowledgement, Notice, Obligation, Touchpoint
from notifications.rules.statuses import TaskOutcome
from tests.cast import NOON, OFF_NOON, a_plan, acme, alice, corner_shop, dora, know
from tests.notifications.scenes import announced, days_later, live_until
from tests.notifications.test_dates_that_move import move_everything

pytestmark = pytest.mark.django_db


def known(plan: SunsetPlan, criterion: str, account: Account) -> object:
    fact = newest_facts(plan)[criterion, account.key]
    return fact.value


def call(plan: SunsetPlan, now: datetime, outcome: TaskOutcome = TaskOutcome.REACHED) -> None:
    for task in desk_tasks(plan_id=plan.pk):
        close_desk_task(task_id=task.pk, outcome=outcome, person="Alice", note="agreed", actor=dora().actor, now=now)


def test_before_anything_was_said_the_answer_is_no() -> None:
    plan = announced()
    push_evidence(plan_id=plan.pk, now=NOON)
    assert known(plan, "notice_served", acme()) is False
    assert known(plan, "all_reached", acme()) is False
    assert known(plan, "key_cleared", acme()) is False
    assert known(plan, "key_cleared", corner_shop()) is True


def test_mail_that_was_taken_is_proof_only_after_three_silent_working_days(mail: MailSink) -> None:
    plan = announced(corner_shop())
    first = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    live_until(plan, first)
    push_evidence(plan_id=plan.pk, now=first + timedelta(days=2))
    assert known(plan, "all_reached", corner_shop()) is False
    push_evidence(plan_id=plan.pk, now=first + timedelta(days=5))
    assert known(plan, "all_reached", corner_shop()) is True
    assert known(plan, "notice_served", corner_shop()) is True
    assert Obligation.objects.get(notice__code="sunset_announced").reached_at == first


def test_the_whole_series_is_served_at_the_end(mail: MailSink) -> None:
    plan = announced()
    live_until(plan, days_later(2))
    call(plan, days_later(2))
    live_until(plan, OFF_NOON, since=days_later(2))
    push_evidence(plan_id=plan.pk, now=OFF_NOON)
    for account in (acme(), corner_shop()):
        assert known(plan, "notice_served", account) is True
        assert known(plan, "all_reached", account) is True
    assert known(plan, "key_cleared", acme()) is True


def test_a_late_announcement_is_served_but_not_lawful(mail: MailSink) -> None:
    plan = a_plan(stage=Stage.ANNOUNCED, switch_off_date=date(2027, 4, 1))
    know(plan, "usage_below", 1, account=corner_shop(), at=NOON)
    live_until(plan, NOON + timedelta(days=10), since=NOON)
    push_evidence(plan_id=plan.pk, now=NOON + timedelta(days=10))
    assert known(plan, "notice_served", corner_shop()) is False


def test_a_doubtful_delivery_is_unknown_not_yes(mail: MailSink, settings: Settings) -> None:
    settings.DELIVERY_TIMEOUT_S = 1
    plan = announced(corner_shop())
    mail.answer = Answer.DROP
    live_until(plan, days_later(25))
    push_evidence(plan_id=plan.pk, now=days_later(25))
    assert known(plan, "notice_served", corner_shop()) is None
    assert known(plan, "all_reached", corner_shop()) is None


def test_a_confirmation_in_the_portal_is_proof_at_once(mail: MailSink) -> None:
    plan = announced(acme())
    now = live_until(plan, days_later(3))
    notice = Notice.objects.get(code="sunset_announced")
    row, again = confirm(now, notice.code), confirm(now, notice.code)
    assert row.pk == again.pk
    push_evidence(plan_id=plan.pk, now=now)
    assert Obligation.objects.get(notice=notice).status == "acknowledged"
    assert known(plan, "all_reached", acme()) is True


def test_a_confirmed_correction_does_not_confirm_the_next_one(mail: MailSink) -> None:
    plan = announced(acme())
    now = live_until(plan, days_later(5))
    for days, until in ((14, 10), (7, 16)):
        move_everything(plan, days)
        mail.answer = Answer.KEEP if days == 14 else Answer.REFUSE
        now = live_until(plan, days_later(until), since=now)
        if days == 14:
            confirm(now)
            confirm(now)
        push_evidence(plan_id=plan.pk, now=now)
    first, second = Obligation.objects.filter(notice__code="correction").order_by("date_revision")
    assert (first.status, second.status) == ("acknowledged", "open")
    assert known(plan, "notice_served", acme()) is False
    confirm(now)
    push_evidence(plan_id=plan.pk, now=now)
    second.refresh_from_db()
    assert second.status == "acknowledged"
    assert Acknowledgement.objects.count() == 2


def confirm(now: datetime, code: str = "correction") -> Acknowledgement:
    notice = Notice.objects.get(code=code)
    seen = text_sha(inbox_of(acme()).filter(notice=notice)[0])
    return acknowledge(account=acme(), notice_id=notice.uuid, user=alice(), via="portal", now=now, seen_sha=seen)


def test_a_call_counts_only_with_a_person_and_a_note(mail: MailSink) -> None:
    plan = announced(acme())
    now = live_until(plan, days_later(2))
    task = desk_tasks(plan_id=plan.pk)[0]
    with pytest.raises(Refused):
        close_desk_task(task_id=task.pk, outcome=TaskOutcome.REACHED, person="", note="", actor=dora().actor, now=now)
    close_desk_task(task_id=task.pk, outcome=TaskOutcome.LEFT_MESSAGE, person="", note="", actor=dora().actor, now=now)
    push_evidence(plan_id=plan.pk, now=now)
    assert known(plan, "key_cleared", acme()) is False
    with pytest.raises(Refused):
        close_desk_task(task_id=task.pk, outcome=TaskOutcome.REACHED, person="A", note="b", actor=dora().actor, now=now)


def test_the_writing_follows_the_logged_call_at_once(mail: MailSink) -> None:
    plan = announced(acme())
    morning = Touchpoint.objects.filter(channel="desk_task").earliest("due_at").due_at
    live_until(plan, morning)
    assert not mail.messages
    call(plan, morning + timedelta(minutes=20))
    live_until(plan, morning + timedelta(minutes=20), since=morning)
    assert len(mail.messages) == 1


def test_the_same_answer_is_not_recorded_every_minute(mail: MailSink) -> None:
    plan = announced(corner_shop())
    assert push_evidence(plan_id=plan.pk, now=NOON) == 3
    assert push_evidence(plan_id=plan.pk, now=NOON + timedelta(minutes=1)) == 0
    assert push_evidence(plan_id=plan.pk, now=NOON + timedelta(hours=7)) == 3
