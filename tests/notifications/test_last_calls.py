"""The last call always goes, and where it cannot a person tells the account (A8, A13, G5)."""

from datetime import datetime, timedelta

import pytest

from config.services.mail_sink import Answer, MailSink
from lifecycle.api import newest_facts
from lifecycle.models import SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from notifications.api import close_desk_task, push_evidence, reconcile, unreached
from notifications.models import DeskTask, InboxMessage, Obligation, Touchpoint
from notifications.rules.statuses import TaskOutcome
from tests.cast import OFF_NOON, corner_shop, dora
from tests.notifications.scenes import announced, days_later, live_until
from tests.notifications.test_dates_that_move import corrections, move_one

pytestmark = pytest.mark.django_db


def all_reached(plan: SunsetPlan, now: datetime) -> object:
    push_evidence(plan_id=plan.pk, now=now)
    return newest_facts(plan)["all_reached", "corner-shop"].value


def eve_without_mail(mail: MailSink, *, moves: bool) -> SunsetPlan:
    """The mail server is away from days before the end until the end; perhaps another date moves meanwhile."""
    plan = announced(corner_shop())
    now = live_until(plan, days_later(88))
    mail.answer = Answer.LATER
    if moves:
        move_one(plan, MilestoneKind.PURGE, 7)
    live_until(plan, OFF_NOON, since=now)
    return plan


@pytest.mark.parametrize("moves", [False, True])
def test_a_last_call_that_no_mail_server_took_is_a_call_and_shuts_the_gate(mail: MailSink, *, moves: bool) -> None:
    """Though a correction was found in the product meanwhile, and the last call, too."""
    plan = eve_without_mail(mail, moves=moves)
    assert not corrections(mail)
    last = Touchpoint.objects.get(notice__code="last_call", channel="email")
    assert (last.status, last.told_at) == ("missed", None)
    assert InboxMessage.objects.filter(notice__code="last_call").exists()
    assert all_reached(plan, OFF_NOON) is False
    listed = {each.notice for each in unreached(plan, now=OFF_NOON)}
    assert "last_call" in listed
    task = DeskTask.objects.get(source=f"never_left:{last.uuid}")
    assert (task.status, task.kind, task.owner_email) == ("open", "call", "dora@sunsetter.example")
    reconcile(plan_id=plan.pk, now=OFF_NOON + timedelta(hours=1))
    task.refresh_from_db()
    assert task.status == "open"
    reached = TaskOutcome.REACHED
    close_desk_task(task_id=task.pk, outcome=reached, person="Otto", note="knows", actor=dora().actor, now=OFF_NOON)
    push_evidence(plan_id=plan.pk, now=OFF_NOON)
    assert Obligation.objects.get(notice__code="last_call").status == "reached"
    if not moves:
        assert all_reached(plan, OFF_NOON) is True


def test_whom_the_last_call_reached_otherwise_nobody_calls(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = live_until(plan, days_later(88))
    mail.answer = Answer.LATER
    now = live_until(plan, days_later(91), since=now)
    InboxMessage.objects.filter(notice__code="last_call").update(seen_at=now, seen_by="owner")
    push_evidence(plan_id=plan.pk, now=now)
    live_until(plan, OFF_NOON, since=now)
    assert not DeskTask.objects.filter(source__startswith="never_left:").exists()
    assert all_reached(plan, OFF_NOON) is True
