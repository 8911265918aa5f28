"""A script whose dates moved gives way to a new one, and what was told by it is corrected (A12, A13, A14, G4, G6)."""

from datetime import date, datetime, timedelta

import pytest

from config.services.mail_sink import MailSink
from lifecycle.api import Refused
from lifecycle.models import SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from notifications.api import close_desk_task, note_contact, push_evidence, reconcile, renew_scripts
from notifications.models import DeskTask, Escalation, Obligation, Touchpoint
from notifications.rules.statuses import TaskKind, TaskOutcome
from notifications.services.breach import close_tasks_of, open_breach
from notifications.services.clearance import clearance
from tests.cast import OFF, acme, corner_shop, dora
from tests.notifications.scenes import announced, days_later, live_until
from tests.notifications.test_dates_that_move import corrections, move_everything, move_one
from tests.notifications.test_told_later_and_back import LATER, gate, move_end

pytestmark = pytest.mark.django_db


def close(task: DeskTask, now: datetime, *, told_earlier: bool = False) -> DeskTask:
    return close_desk_task(
        task_id=task.pk,
        outcome=TaskOutcome.REACHED,
        person="Otto",
        note="knows",
        actor=dora().actor,
        now=now,
        told_earlier=told_earlier,
    )


def the_open_task() -> DeskTask:
    return DeskTask.objects.get(status=DeskTask.Status.OPEN)


def called_by_a_script_of_august(now: datetime, plan: SunsetPlan) -> DeskTask:
    """June was told; the date moves to August and back while somebody is on the telephone."""
    move_end(plan, LATER, now=now)
    plan.refresh_from_db()
    task = note_contact(account=corner_shop(), plan=plan, actor=dora().actor, owner_email="", now=now)
    assert "August 2, 2027" in task.script
    move_end(plan, OFF, now=now)
    return task


@pytest.mark.parametrize("is_renewed", [False, True])
def test_who_was_told_a_later_end_in_a_call_gets_a_correction_and_then_the_gate_opens(
    mail: MailSink, *, is_renewed: bool
) -> None:
    """notices section 5: neither the call of a breach nor any other speaks for dates that its script did not name."""
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    task = called_by_a_script_of_august(now, plan)
    if is_renewed:
        assert renew_scripts(plan_id=plan.pk, now=now) == 1
        with pytest.raises(Refused) as no:
            close(task, now)
        assert [each.criterion for each in no.value.verdict.blockers] == ["script_dated"]
    later = now + timedelta(minutes=5)
    told = close(task, later, told_earlier=is_renewed)
    assert (told.script_dates or {})["off"] == LATER.isoformat()
    assert gate(plan, later) is False
    now = live_until(plan, days_later(33), since=later + timedelta(minutes=1))
    assert corrections(mail) == ["owner@corner-shop.example"]
    assert gate(plan, now) is True


def test_the_new_script_names_the_new_dates_and_the_old_task_is_told_from_it(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    old = called_by_a_script_of_august(now, plan)
    assert (renew_scripts(plan_id=plan.pk, now=now), renew_scripts(plan_id=plan.pk, now=now)) == (1, 0)
    old.refresh_from_db()
    new = the_open_task()
    assert (old.status, old.note, new.kind, new.due_date) == ("superseded", "the date moved", "call", old.due_date)
    assert "June 1, 2027" in new.script
    assert "August" not in new.script
    assert (new.script_dates or {})["off"] == OFF.isoformat()
    assert "August 2, 2027" in old.script
    with pytest.raises(Refused):  # nobody was told anything by it
        close_desk_task(
            task_id=old.pk, outcome=TaskOutcome.LEFT_MESSAGE, person="", note="", actor=dora().actor, now=now
        )


def test_a_planned_call_goes_on_with_the_new_dates_and_then_nothing_is_to_be_corrected(mail: MailSink) -> None:
    plan = announced(acme())
    morning = Touchpoint.objects.filter(channel="desk_task").earliest("due_at").due_at
    live_until(plan, morning)
    move_one(plan, MilestoneKind.EXPORT_END, -5)
    reconcile(plan_id=plan.pk, now=morning)
    assert renew_scripts(plan_id=plan.pk, now=morning) == 1
    task = the_open_task()
    assert "May 26, 2027" in task.script
    close(task, morning)
    call = Touchpoint.objects.get(tasks=task)
    assert (call.status, (call.told_dates or {})["export_end"]) == ("served", "2027-05-26")
    live_until(plan, days_later(5), since=morning)
    assert not corrections(mail)
    assert clearance(plan, acme(), None, off_date=OFF).value is True


def test_a_call_by_the_script_of_a_former_end_clears_nobody_and_is_corrected(mail: MailSink) -> None:
    plan = announced(acme())
    morning = Touchpoint.objects.filter(channel="desk_task").earliest("due_at").due_at
    live_until(plan, morning)
    task = the_open_task()
    move_everything(plan, 14)
    reconcile(plan_id=plan.pk, now=morning)
    assert not DeskTask.objects.filter(status=DeskTask.Status.OPEN).exists()
    close(task, morning, told_earlier=True)
    found = clearance(plan, acme(), None, off_date=OFF + timedelta(days=14))
    assert (found.value, found.detail) == (False, "the last call told another end")
    live_until(plan, days_later(5), since=morning)
    assert corrections(mail) == ["it@acme.example"]


def duty(code: str = "sunset_announced") -> Obligation:
    return Obligation.objects.select_related("account", "notice__plan__module").get(notice__code=code)


def test_a_breach_after_a_move_is_called_about_with_the_dates_of_now(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    move_everything(plan, 14)
    task = open_breach(duty(), now=now)
    assert "June 15, 2027" in task.script
    assert (task.script_dates or {})["off"] == date(2027, 6, 15).isoformat()


def test_a_breach_that_fell_away_with_its_dates_was_told_from_and_is_corrected(mail: MailSink) -> None:
    """The duty of the former end is superseded; the correction that its call asks for is not."""
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    move_end(plan, LATER, now=now)
    reconcile(plan_id=plan.pk, now=now)
    row = duty("correction")
    Obligation.objects.filter(pk=row.pk).update(status="breached")
    task = open_breach(row, now=now)
    assert "August 2, 2027" in task.script
    move_end(plan, OFF, now=now)
    reconcile(plan_id=plan.pk, now=now)
    push_evidence(plan_id=plan.pk, now=now)
    row.refresh_from_db()
    task.refresh_from_db()
    assert (row.status, task.status) == ("superseded", "superseded")
    close(task, now, told_earlier=True)
    reconcile(plan_id=plan.pk, now=now)
    push_evidence(plan_id=plan.pk, now=now)
    owed = Obligation.objects.filter(notice__code="correction").latest("date_revision")
    assert (owed.status, owed.touchpoints.filter(status="planned").count()) == ("open", 2)


def work_on(row: Obligation, source: str, kind: TaskKind, now: datetime, **more: object) -> DeskTask:
    common = {"account": row.account, "plan": row.notice.plan, "subject": "call", "due_date": now.date()}
    return DeskTask.objects.create(**common, source=source, kind=kind, created_at=now, **more)


def test_an_answer_takes_renewed_work_off_the_desk_and_keeps_what_was_promised(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    row = duty()
    breach = open_breach(row, now=now)
    ladder = work_on(row, f"ladder:{row.pk}:silence_task", TaskKind.CALL, now, script_dates={"off": "2027-06-01"})
    Escalation.objects.create(
        obligation=row,
        account=row.account,
        step="silence_task",
        trigger="silence",
        action="task",
        due_date=now.date(),
        task=ladder,
        done_at=now,
    )
    promised = work_on(row, f"follow:{ladder.pk}:7", TaskKind.FOLLOW_UP, now)
    move_everything(plan, 14)
    assert renew_scripts(plan_id=plan.pk, now=now) == 2
    for each in (breach, ladder):
        each.refresh_from_db()
        assert each.status == "superseded"
    assert DeskTask.objects.filter(status="open").count() == 3
    close_tasks_of(duty(), note="answered meanwhile")
    assert the_open_task() == promised
