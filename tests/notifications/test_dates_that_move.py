"""When dates move, who knew the old one gets one correction and nobody hears two dates (A12, notices section 5)."""

from datetime import date, datetime, timedelta
from email.message import EmailMessage

import pytest

from config.services.mail_sink import Answer, MailSink
from lifecycle.models import SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.services.move_date import write_move
from notifications.api import close_desk_task, deliver_due, reconcile
from notifications.models import Delivery, DeskTask, InboxMessage, Obligation, Touchpoint
from notifications.rules.statuses import DeliveryStatus, TaskOutcome, TouchpointStatus
from notifications.services.plan_book import newest_reason
from tests.cast import OFF, a_plan, acme, corner_shop, dora
from tests.notifications.scenes import announced, days_later, live_until

pytestmark = pytest.mark.django_db


def move_everything(plan: SunsetPlan, days: int) -> None:
    """As the lifecycle does: each milestone's revision and the plan's grow."""
    plan.refresh_from_db()
    for milestone in plan.milestones.all():
        milestone.date += timedelta(days=days)
        milestone.revision += 1
        milestone.moved_reason = "The replacement needs two more weeks."
        milestone.save()
    plan.revision += 1
    plan.save()


def move_one(plan: SunsetPlan, kind: MilestoneKind, days: int) -> None:
    plan.refresh_from_db()
    milestone = plan.milestones.get(kind=kind)
    milestone.date += timedelta(days=days)
    milestone.revision += 1
    milestone.moved_reason = "The export needs less time."
    milestone.save()
    plan.revision += 1
    plan.save()


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def corrections(mail: MailSink) -> list[str]:
    return [str(each.message["To"]) for each in mail.messages if "Correction" in str(each.message["Subject"])]


def test_only_those_who_were_told_get_a_correction_with_old_and_new_date(mail: MailSink) -> None:
    """notices case 27: the date slips after half were told."""
    plan = announced()
    now = live_until(plan, days_later(5))  # acme has heard, the corner shop not yet
    assert {str(each.message["To"]) for each in mail.messages} == {"it@acme.example"}
    move_everything(plan, 14)
    live_until(plan, days_later(40), since=now)
    assert corrections(mail) == ["it@acme.example"]
    letter = next(each for each in mail.messages if "Correction" in str(each.message["Subject"])).message
    text = text_of(letter)
    assert "Tuesday, June 15, 2027" in text
    assert "before: Tuesday, June 1, 2027" in text
    assert "two more weeks" in text
    first_to_shop = next(each.message for each in mail.messages if "corner-shop" in str(each.message["To"]))
    assert "Switched off: Tuesday, June 15, 2027" in text_of(first_to_shop)


def test_two_moves_before_it_leaves_make_one_correction(mail: MailSink) -> None:
    plan = announced(acme())
    now = live_until(plan, days_later(5))
    for days in (14, 7):
        move_everything(plan, days)
        reconcile(plan_id=plan.pk, now=now)
    live_until(plan, days_later(15), since=now)
    assert corrections(mail) == ["it@acme.example"]


def test_a_correction_is_not_dropped_when_the_plan_changes_otherwise(mail: MailSink) -> None:
    plan = announced(acme())
    now = live_until(plan, days_later(5))
    move_everything(plan, 14)
    reconcile(plan_id=plan.pk, now=now)
    due = Touchpoint.objects.filter(notice__code="correction", channel="in_app").get().due_at
    Touchpoint.objects.filter(notice__code="correction", channel="in_app").update(due_at=due + timedelta(hours=3))
    deliver_due(now=due)
    assert corrections(mail) == ["it@acme.example"]
    plan.refresh_from_db()
    plan.revision += 1  # a plan file named another helper
    plan.save()
    live_until(plan, days_later(15), since=due)
    assert corrections(mail) == ["it@acme.example"]
    seen = InboxMessage.objects.filter(notice__code="correction")
    assert [each.subject for each in seen] == [str(mail.messages[-1].message["Subject"])]


def test_a_move_of_another_date_after_a_correction_makes_another_one(mail: MailSink) -> None:
    plan = announced(acme())
    now = live_until(plan, days_later(5))
    for _ in range(2):
        move_one(plan, MilestoneKind.PURGE, 7)
    now = live_until(plan, days_later(10), since=now)
    assert len(corrections(mail)) == 1
    move_one(plan, MilestoneKind.EXPORT_END, -5)
    live_until(plan, days_later(15), since=now)
    assert len(corrections(mail)) == 2


def test_a_move_that_is_taken_back_in_time_needs_no_correction(mail: MailSink) -> None:
    plan = announced(acme())
    now = live_until(plan, days_later(5))
    move_everything(plan, 14)
    reconcile(plan_id=plan.pk, now=now)
    move_everything(plan, -14)
    live_until(plan, days_later(15), since=now)
    assert not corrections(mail)


def test_what_has_not_left_is_superseded_with_its_deliveries(mail: MailSink) -> None:
    plan = announced(corner_shop())
    due = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    mail.answer = Answer.LATER
    deliver_due(now=due)
    move_everything(plan, 14)
    reconcile(plan_id=plan.pk, now=due)
    old = Touchpoint.objects.filter(date_revision=1)
    assert not old.filter(status__in=[TouchpointStatus.PLANNED, TouchpointStatus.RELEASED]).exists()
    assert Delivery.objects.get(channel="email").status in {DeliveryStatus.SUPERSEDED, DeliveryStatus.CANCELLED}
    mail.answer = Answer.KEEP
    live_until(plan, days_later(40), since=due)
    assert mail.messages
    assert all("June 15, 2027" in text_of(each.message) for each in mail.messages)


def test_a_retry_after_a_move_says_the_new_date_and_is_on_record_with_it(mail: MailSink) -> None:
    plan = announced(corner_shop())
    due = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    mail.answer = Answer.LATER
    deliver_due(now=due)
    move_one(plan, MilestoneKind.EXPORT_END, -5)  # the end stays, so the letter stays on its way
    reconcile(plan_id=plan.pk, now=due)
    mail.answer = Answer.KEEP
    deliver_due(now=Delivery.objects.get(channel="email").not_before)
    (letter,) = [each.message for each in mail.messages if "Correction" not in str(each.message["Subject"])]
    text, touchpoint = text_of(letter), Touchpoint.objects.filter(channel="email").earliest("id")
    assert "May 26, 2027" in text
    assert "May 31, 2027" not in text
    assert (touchpoint.told_dates or {})["export_end"] == "2027-05-26"
    sent = touchpoint.deliveries.get()
    assert sent.body_text.splitlines() == text.splitlines()
    assert sent.attempts.latest("n").body_sha == sent.body_sha != sent.attempts.earliest("n").body_sha


def test_an_open_call_with_an_old_script_is_superseded(mail: MailSink) -> None:
    plan = announced(acme())
    now = live_until(plan, days_later(3))
    old = DeskTask.objects.get()
    move_everything(plan, 14)
    live_until(plan, days_later(6), since=now)
    old.refresh_from_db()
    assert old.status == DeskTask.Status.SUPERSEDED
    fresh = DeskTask.objects.get(status=DeskTask.Status.OPEN)
    assert "June 15, 2027" in fresh.script


def test_a_call_with_an_older_script_told_its_dates_and_a_correction_follows(mail: MailSink) -> None:
    plan = announced(acme())
    morning = Touchpoint.objects.filter(channel="desk_task").earliest("due_at").due_at
    live_until(plan, morning)
    move_one(plan, MilestoneKind.EXPORT_END, -5)
    reconcile(plan_id=plan.pk, now=morning)
    task = DeskTask.objects.get(status=DeskTask.Status.OPEN)
    assert "May 31, 2027" in task.script
    reached = TaskOutcome.REACHED
    close_desk_task(task_id=task.pk, outcome=reached, person="Alice", note="yes", actor=dora().actor, now=morning)
    call = Touchpoint.objects.get(tasks=task)
    assert (call.told_dates or {})["export_end"] == "2027-05-31"
    live_until(plan, days_later(5), since=morning)
    assert corrections(mail) == ["it@acme.example"]


def test_the_reason_told_is_that_of_the_newest_move_not_of_the_highest_revision() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    purge, off = (plan.milestones.get(kind=kind) for kind in (MilestoneKind.PURGE, MilestoneKind.OFF))
    for n, (row, reason) in enumerate([(purge, "first"), (purge, "second"), (off, "third")]):
        at = days_later(n)
        write_move(plan=plan, milestone=row, to=row.date, local_time=row.local_time, reason=reason, now=at)
    assert (newest_reason(plan), newest_reason(plan, of=["purge"])) == ("third", "second")


@pytest.mark.parametrize("stage", [Stage.CANCELLED, Stage.ROLLED_BACK])
def test_a_withdrawn_plan_tells_exactly_those_who_were_told(mail: MailSink, stage: Stage) -> None:
    """notices case 28: all that is unsent is cancelled at once, and only those who were told hear of it."""
    plan = announced()
    now = live_until(plan, days_later(5))
    plan.stage = stage
    plan.save()
    live_until(plan, days_later(10), since=now)
    stays = [str(each.message["To"]) for each in mail.messages if "stays" in str(each.message["Subject"])]
    assert stays == ["it@acme.example"]
    assert not Touchpoint.objects.filter(status=TouchpointStatus.PLANNED).exists()


def test_a_moved_date_gives_new_duties_only_where_the_old_ones_were_not_met(mail: MailSink) -> None:
    plan = announced(acme())
    now = live_until(plan, days_later(5))
    move_everything(plan, 14)
    live_until(plan, days_later(10), since=now)
    duties = {(each.notice.code, each.date_revision, each.status) for each in Obligation.objects.all()}
    assert ("sunset_announced", 1, "open") in duties
    assert ("last_call", 1, "superseded") in duties
    assert ("correction", 12, "open") in duties  # eleven dates moved once each
    assert ("last_call", 2, "open") in duties


def test_days_of_planned_contacts_follow_the_new_date() -> None:
    plan = announced(corner_shop())
    last = Touchpoint.objects.filter(notice__code="last_call").earliest("id")
    assert last.day == date(2027, 5, 31)
    move_everything(plan, 14)
    reconcile(plan_id=plan.pk, now=datetime.fromisoformat("2027-03-02T12:00:00+00:00"))
    fresh = Touchpoint.objects.filter(notice__code="last_call", status=TouchpointStatus.PLANNED).earliest("id")
    assert fresh.day == OFF + timedelta(days=13)
