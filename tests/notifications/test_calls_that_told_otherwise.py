"""Whoever was told other dates, in a call above all, hears in writing what was wrong (A12, A13, A14, G4, notices 5)."""

from datetime import datetime, timedelta

import pytest

from config.services.mail_sink import Answer, MailSink
from lifecycle.api import Refused
from lifecycle.models import SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from notifications.api import close_desk_task, deliver_due, note_contact, push_evidence, reconcile, renew_scripts
from notifications.models import Delivery, DeskTask, Escalation, Obligation, Touchpoint
from notifications.rules.ladder_steps import Action, Step, Trigger
from notifications.rules.statuses import TaskOutcome
from notifications.services.escalate_steps import Taken, take
from tests.cast import OFF, acme, corner_shop, dora
from tests.notifications.scenes import announced, days_later, live_until
from tests.notifications.test_dates_that_move import move_one, text_of
from tests.notifications.test_scripts_of_former_dates import called_by_a_script_of_august, close, duty, the_open_task
from tests.notifications.test_told_later_and_back import LATER, gate, move_end

pytestmark = pytest.mark.django_db


def corrections(mail: MailSink) -> list[str]:
    return [text_of(each.message) for each in mail.messages if "Correction" in str(each.message["Subject"])]


def own_call(plan: SunsetPlan, now: datetime) -> DeskTask:
    plan.refresh_from_db()
    return note_contact(account=corner_shop(), plan=plan, actor=dora().actor, owner_email="", now=now)


def taken(action: Action, now: datetime) -> Taken:
    row = duty()
    step = Step(f"silence_{action}", Trigger.SILENCE, action, now.date())
    return take(step, row, list(Delivery.objects.filter(touchpoint__obligation=row)), now=now)


def test_a_correction_of_a_call_names_the_dates_that_the_call_told(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    close(called_by_a_script_of_august(now, plan), now)
    live_until(plan, days_later(33), since=now + timedelta(minutes=1))
    (text,) = corrections(mail)
    assert "Tuesday, June 1, 2027, 9:00 AM (before: Monday, August 2, 2027)" in text


def test_a_call_that_told_otherwise_after_the_correction_is_corrected_once_more(mail: MailSink) -> None:
    """The old script was read, and put on record only when the correction of its dates had left."""
    plan = announced(corner_shop())
    now = live_until(plan, days_later(20))
    move_end(plan, LATER, now=now)
    now = live_until(plan, days_later(22), since=now)
    task = own_call(plan, now)
    move_end(plan, OFF, now=now)
    now = live_until(plan, days_later(24), since=now)
    assert len(corrections(mail)) == 2
    close(task, now, told_earlier=True)
    assert gate(plan, now) is False
    now = live_until(plan, days_later(35), since=now + timedelta(minutes=1))
    assert len(corrections(mail)) == 3
    assert "before: Monday, August 2, 2027" in corrections(mail)[-1]
    assert gate(plan, now) is True


def test_a_call_of_a_clock_that_is_ahead_is_corrected_once_more_and_not_for_ever(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    close(called_by_a_script_of_august(now, plan), now + timedelta(days=3))
    live_until(plan, days_later(45), since=now)
    assert len(corrections(mail)) == 2


def test_what_a_later_call_told_rightly_stands_for_no_correction(mail: MailSink) -> None:
    """A call that nobody planned proves no notice: without the correction the gate would stay shut for good."""
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    close(called_by_a_script_of_august(now, plan), now)
    close(own_call(plan, now), now + timedelta(minutes=5))
    now = live_until(plan, days_later(33), since=now + timedelta(minutes=6))
    assert len(corrections(mail)) == 1
    assert gate(plan, now) is True


def test_who_was_called_by_both_scripts_gets_the_correction_of_the_first(mail: MailSink) -> None:
    plan = announced(acme())
    morning = Touchpoint.objects.filter(channel="desk_task").earliest("due_at").due_at
    live_until(plan, morning)
    move_one(plan, MilestoneKind.EXPORT_END, -5)
    reconcile(plan_id=plan.pk, now=morning)
    old = the_open_task()
    assert renew_scripts(plan_id=plan.pk, now=morning) == 1
    new = the_open_task()
    close(old, morning, told_earlier=True)
    close(new, morning + timedelta(minutes=5))
    live_until(plan, days_later(8), since=morning + timedelta(minutes=6))
    (text,) = corrections(mail)
    assert "before: Monday, May 31, 2027" in text


def test_a_reminder_with_the_new_dates_stands_for_no_correction(mail: MailSink) -> None:
    """It says none of the old dates, nor why they moved."""
    plan = announced(corner_shop())
    now = live_until(plan, days_later(20))
    move_one(plan, MilestoneKind.EXPORT_END, -5)
    reconcile(plan_id=plan.pk, now=now)
    again = taken(Action.REMINDER, now).delivery
    due = Touchpoint.objects.filter(notice__code="correction").earliest("due_at").due_at
    assert again is not None
    assert again.not_before < due
    deliver_due(now=again.not_before)
    again.refresh_from_db()
    assert again.status == "accepted"
    live_until(plan, days_later(30), since=again.not_before)
    (text,) = corrections(mail)
    assert "before: Monday, May 31, 2027" in text


def test_a_script_is_not_a_refused_letter_with_other_dates(mail: MailSink) -> None:
    """Nobody was told by what came back: its dates are on no record, and may have moved."""
    plan = announced(corner_shop())
    mail.answer = Answer.REFUSE
    now = live_until(plan, days_later(22))
    assert (
        Delivery.objects.filter(status="hard_bounced", touchpoint__told_dates__isnull=True)
        .exclude(body_text="")
        .exists()
    )
    move_one(plan, MilestoneKind.EXPORT_END, -5)
    reconcile(plan_id=plan.pk, now=now)
    task = taken(Action.TASK, now).task
    assert task is not None
    assert (task.script_dates or {})["export_end"] == "2027-05-26"
    assert "May 26, 2027" in task.script
    assert "May 31, 2027" not in task.script


def test_a_call_with_a_new_script_proves_what_the_ladder_asked_for_with_it(mail: MailSink) -> None:
    plan = announced(corner_shop())
    mail.answer = Answer.REFUSE
    now = live_until(plan, days_later(22))
    old = own_call(plan, now)
    move_one(plan, MilestoneKind.EXPORT_END, -5)
    renew_scripts(plan_id=plan.pk, now=now)
    new = DeskTask.objects.get(source__startswith=f"follow:{old.pk}:")
    row, found = duty(), taken(Action.TASK, now)
    assert (row.status, found.task) == ("open", new)
    common = {"obligation": row, "account": row.account, "due_date": now.date(), "done_at": now}
    Escalation.objects.create(**common, step="silence_task", trigger="silence", action="task", task=new)
    close(new, now)
    push_evidence(plan_id=plan.pk, now=now)
    assert Obligation.objects.get(pk=row.pk).status == "reached"


def test_a_call_that_was_taken_back_with_its_move_can_still_be_put_on_record(mail: MailSink) -> None:
    """August is told on the telephone while it becomes June again: the correction that the call was for is void."""
    plan = announced(acme())
    now = live_until(plan, days_later(10))
    move_end(plan, LATER, now=now)
    reconcile(plan_id=plan.pk, now=now)
    planned = Touchpoint.objects.filter(notice__code="correction")
    planned.exclude(channel="desk_task").update(due_at=now + timedelta(days=2))
    due = planned.get(channel="desk_task").due_at
    deliver_due(now=due)
    task = DeskTask.objects.get(touchpoint__notice__code="correction")
    move_end(plan, OFF, now=due)
    reconcile(plan_id=plan.pk, now=due)
    task.refresh_from_db()
    assert (task.status, task.note) == ("superseded", "no longer asked for")
    close(task, due, told_earlier=True)
    live_until(plan, days_later(20), since=due + timedelta(minutes=1))
    (text,) = corrections(mail)
    assert "before: Monday, August 2, 2027" in text


def test_a_call_whose_time_has_passed_goes_with_its_new_script(mail: MailSink) -> None:
    plan = announced(acme())
    call = Touchpoint.objects.filter(channel="desk_task", late_until__isnull=False).earliest("due_at")
    first = live_until(plan, Touchpoint.objects.filter(channel="desk_task").earliest("due_at").due_at)
    close(the_open_task(), first)
    now = live_until(plan, call.due_at, since=first)
    assert the_open_task().touchpoint == call
    move_one(plan, MilestoneKind.PURGE, 7)
    assert renew_scripts(plan_id=plan.pk, now=now) >= 1
    assert call.late_until is not None
    over = now + timedelta(days=(call.late_until - call.day).days + 1)
    reconcile(plan_id=plan.pk, now=over)
    call.refresh_from_db()
    assert call.status == "missed"
    assert not DeskTask.objects.filter(touchpoint=call, status="open").exists()


def test_an_outcome_of_a_task_that_went_with_an_answer_is_still_refused(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    task = own_call(plan, now)
    DeskTask.objects.filter(pk=task.pk).update(status="superseded", note="answered meanwhile")
    with pytest.raises(Refused, match="closed already"):
        close_desk_task(
            task_id=task.pk, outcome=TaskOutcome.REACHED, person="Otto", note="x", actor=dora().actor, now=now
        )
