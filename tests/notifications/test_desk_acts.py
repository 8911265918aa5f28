"""A task is put off, handed over, promised for a day, undone within minutes, and all of it stays on record (A14)."""

from datetime import date, timedelta

import pytest

from config.services.mail_sink import MailSink
from lifecycle.api import BadInput, Refused
from lifecycle.models import AuditEvent, SunsetPlan
from notifications.api import (
    close_desk_task,
    desk_task,
    desk_tasks,
    desk_week,
    hand_over_task,
    may_undo,
    note_absence,
    note_contact,
    push_evidence,
    snooze_task,
    undo_outcome,
    worklist,
)
from notifications.models import DeskEntry, DeskTask, Touchpoint
from notifications.rules.statuses import TaskOutcome
from tests.cast import acme, anna, charlie, corner_shop, dora, lena, olga, paul
from tests.notifications.scenes import announced, days_later, live_until

pytestmark = pytest.mark.django_db
NOW = days_later(2)


@pytest.fixture
def plan(mail: MailSink) -> SunsetPlan:
    plan = announced(acme())
    live_until(plan, NOW)
    return plan


def call(plan: SunsetPlan) -> DeskTask:
    return next(task for task in desk_tasks(plan_id=plan.pk) if task.kind == "call")


def close(task: DeskTask, outcome: TaskOutcome, *, next_on: date | None = None) -> DeskTask:
    return close_desk_task(
        task_id=task.pk, outcome=outcome, person="Alice", note="said", actor=dora().actor, now=NOW, next_on=next_on
    )


def test_a_promise_becomes_a_task_on_its_day_and_goes_when_it_is_undone(plan: SunsetPlan) -> None:
    task, day = call(plan), days_later(9).date()
    with pytest.raises(Refused):
        close(task, TaskOutcome.PROMISED, next_on=days_later(-1).date())
    close(task, TaskOutcome.PROMISED, next_on=day)
    following = DeskTask.objects.get(kind="follow_up")
    assert (following.due_date, following.owner_email, following.script) == (day, task.owner_email, task.script)
    call_row = Touchpoint.objects.get(tasks=task)
    assert call_row.served_at == NOW
    undo_outcome(uuid=task.uuid, note="not so", actor=dora().actor, now=NOW + timedelta(minutes=5))
    following.refresh_from_db()
    call_row.refresh_from_db()
    task.refresh_from_db()
    assert (following.status, task.status, task.promise_date) == ("superseded", "open", None)
    assert (call_row.status, call_row.told_at) == ("released", None)
    assert list(DeskEntry.objects.order_by("id").values_list("act", flat=True)) == ["closed", "undone"]
    assert AuditEvent.objects.filter(action="notifications.desk_task.undone").exists()
    push_evidence(plan_id=plan.pk, now=NOW + timedelta(minutes=5))


def test_an_outcome_is_undone_in_time_and_by_whose_it_is(plan: SunsetPlan) -> None:
    task = call(plan)
    assert not may_undo(task, dora().actor, now=NOW)
    task = close(task, TaskOutcome.LEFT_MESSAGE)
    assert may_undo(task, lena().actor, now=NOW)
    assert not may_undo(task, paul().actor, now=NOW)
    assert not may_undo(task, dora().actor, now=NOW + timedelta(minutes=16))
    with pytest.raises(Refused):
        undo_outcome(uuid=task.uuid, note="", actor=anna().actor, now=NOW)
    task.kind = "review_uncertain"
    assert not may_undo(task, dora().actor, now=NOW)


def test_what_is_put_off_comes_back_and_not_later_than_a_month(plan: SunsetPlan) -> None:
    task = call(plan)
    today = NOW.date()
    for day in (today, days_later(40).date()):
        with pytest.raises(Refused):
            snooze_task(uuid=task.uuid, until=day, note="", actor=dora().actor, now=NOW, today=today)
    until, who = days_later(5).date(), dora().actor
    snooze_task(uuid=task.uuid, until=until, note="on holiday", actor=who, now=NOW, today=today)
    mine = dora().email
    assert not worklist(owner_email=mine, now=NOW, today=today)
    assert [each.task.pk for each in worklist(owner_email=mine, now=NOW, today=today, snoozed=True)] == [task.pk]
    assert worklist(owner_email=mine, now=days_later(5), today=days_later(5).date())
    overdue, days = desk_week(owner_email=mine, today=NOW.date())
    assert not overdue
    assert [len(day.tasks) for day in days] == [0, 0, 0, 1, 0, 0, 0]


def test_a_task_is_handed_to_who_works_and_is_there(plan: SunsetPlan) -> None:
    task = call(plan)
    note_absence(
        owner_email=paul().email,
        first=NOW.date(),
        last=NOW.date(),
        backup_email="",
        actor=paul().actor,
        now=NOW,
    )
    olga(), lena(), charlie()
    for to, note in ((charlie().email, "x"), (paul().email, "x"), (olga().email, " ")):
        with pytest.raises(Refused):
            hand_over_task(uuid=task.uuid, to_email=to, note=note, actor=dora().actor, now=NOW)
    hand_over_task(uuid=task.uuid, to_email=lena().email, note="they know you", actor=dora().actor, now=NOW)
    found = desk_task(task.uuid)
    assert found is not None
    assert found.owner_email == lena().email
    assert DeskEntry.objects.get().note == "they know you"
    with pytest.raises(BadInput):
        note_absence(
            owner_email=paul().email,
            first=NOW.date(),
            last=NOW.date(),
            backup_email=paul().email,
            actor=paul().actor,
            now=NOW,
        )


def test_what_presses_most_stands_on_top_and_an_unplanned_contact_is_a_call(plan: SunsetPlan) -> None:
    shop = note_contact(account=corner_shop(), plan=plan, actor=dora().actor, owner_email=dora().email, now=NOW)
    found = worklist(owner_email=dora().email, now=NOW, today=NOW.date())
    assert [each.task.account.key for each in found] == ["acme", "corner-shop"]
    assert found[0].pressing.revenue_share == pytest.approx(0.9964, abs=0.001)
    assert found[1].pressing.silent_days is None
    close(shop, TaskOutcome.REACHED)
    with pytest.raises(Refused):
        note_contact(account=acme(), plan=plan, actor=anna().actor, owner_email=anna().email, now=NOW)
