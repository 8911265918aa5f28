"""Which calls speak for an account, and what do they leave on the list of those not reached (A13, A14, G5, G6)?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.services.mail_sink import MailSink
from lifecycle.api import Refused
from lifecycle.models import SunsetPlan
from notifications.api import close_desk_task, escalate, undo_outcome
from notifications.models import CalendarDay, DeskTask, Obligation, Touchpoint
from notifications.rules.reach import Reach
from notifications.rules.statuses import ObligationStatus, TaskKind, TaskOutcome
from notifications.services.breach import open_breach
from notifications.services.clearance import clearance
from notifications.services.ladder_due import is_answered
from notifications.services.obligations import _settle
from notifications.services.reach_book import ReachBook
from tests.cast import acme, corner_shop, dora
from tests.notifications.scenes import announced, days_later, live_until

pytestmark = pytest.mark.django_db
NOW = days_later(2)


@pytest.fixture
def plan(mail: MailSink) -> SunsetPlan:
    plan = announced(acme())
    live_until(plan, NOW)
    return plan


def close(task: DeskTask, outcome: TaskOutcome, person: str = "", *, days: int = 0) -> DeskTask:
    on = days_later(days).date() if days else None
    return close_desk_task(
        task_id=task.pk, outcome=outcome, person=person, note=person, actor=dora().actor, now=NOW, next_on=on
    )


def duty() -> Obligation:
    return Obligation.objects.select_related("account", "notice__plan__module").get(notice__code="sunset_announced")


def status(plan: SunsetPlan) -> ObligationStatus:
    Touchpoint.objects.filter(channel="email").delete()
    return ReachBook.read(plan, now=NOW).reach_of(duty(), now=NOW).status


def test_who_refused_to_talk_was_told_nothing_and_an_answer_has_a_name(plan: SunsetPlan) -> None:
    task = DeskTask.objects.get(kind=TaskKind.CALL)
    for outcome in (TaskOutcome.PROMISED, TaskOutcome.ASKED_EXEMPTION):
        with pytest.raises(Refused):
            close(task, outcome)
    close(task, TaskOutcome.REFUSED)
    call = Touchpoint.objects.get(tasks=task)
    assert (call.told_at, call.status) == (None, "released")
    assert not ReachBook.read(plan, now=NOW).spoken_at


def test_a_duty_that_shuts_the_gate_is_not_answered_by_a_promise(plan: SunsetPlan) -> None:
    close(DeskTask.objects.get(kind=TaskKind.CALL), TaskOutcome.PROMISED, "Alice", days=9)
    book = ReachBook.read(plan, now=NOW)
    assert is_answered(duty(), Reach(ObligationStatus.OPEN), book)
    assert not is_answered(duty(), Reach(ObligationStatus.BREACHED), book)


def test_a_second_try_that_reaches_somebody_counts_as_the_call_until_it_is_undone(plan: SunsetPlan) -> None:
    task = DeskTask.objects.get(kind=TaskKind.CALL)
    call = Touchpoint.objects.get(tasks=task)
    for _ in range(2):  # a follow-up of a follow-up
        task = close(task, TaskOutcome.LEFT_MESSAGE, days=9)
        task = DeskTask.objects.get(kind=TaskKind.FOLLOW_UP, status="open")
    close(task, TaskOutcome.REACHED, "Alice")
    call.refresh_from_db()
    assert (call.told_at, call.status) == (NOW, "served")
    assert clearance(plan, acme(), None).value is True
    assert status(plan) is ObligationStatus.REACHED
    undo_outcome(uuid=task.uuid, note="not so", actor=dora().actor, now=NOW)
    call.refresh_from_db()
    assert (call.told_at, call.status) == (None, "released")
    assert clearance(plan, acme(), None).value is False


def test_the_ladder_goes_by_the_accounts_own_days_and_locks_nobody_who_has_no_step_to_take(plan: SunsetPlan) -> None:
    day = NOW.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    assert ReachBook.read(plan, now=NOW).calendar.of(acme()).is_working(day)
    CalendarDay.objects.create(account=acme(), date=day, is_worked=False, source="they say", set_by="Dora", set_at=NOW)
    book = ReachBook.read(plan, now=NOW, account=acme())
    assert not book.calendar.of(acme()).is_working(day)
    assert set(book.deliveries) == set(ReachBook.read(plan, now=NOW).deliveries)
    assert not ReachBook.read(plan, now=NOW, account=corner_shop()).deliveries
    with CaptureQueriesContext(connection) as asked:
        assert escalate(plan_id=plan.pk, now=NOW) == 0
    assert not [each for each in asked.captured_queries if "FOR UPDATE" in each["sql"]]


def test_who_is_reached_because_of_a_breach_is_reached(plan: SunsetPlan) -> None:
    close(open_breach(duty(), now=NOW), TaskOutcome.REACHED, "Alice")
    assert status(plan) is ObligationStatus.REACHED


def test_a_waiver_stands_though_the_evidence_was_being_written(plan: SunsetPlan) -> None:
    row = duty()
    Obligation.objects.filter(pk=row.pk).update(status="waived", waived_by="Dora", reason="closed its doors")
    _settle(row, Reach(ObligationStatus.BREACHED), NOW)
    assert duty().status == "waived"
    assert not DeskTask.objects.filter(kind=TaskKind.BREACH).exists()
