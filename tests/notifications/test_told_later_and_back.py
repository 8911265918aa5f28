"""An end that was moved later and back is told anew, and its notice begins anew (A8, A12, A13, G4)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from config.services.mail_sink import Answer, MailSink
from lifecycle.api import newest_facts
from lifecycle.models import SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance
from lifecycle.services.move_dates import move_dates
from notifications.api import close_desk_task, push_evidence
from notifications.models import DeskTask, InboxMessage, Touchpoint
from notifications.rules.statuses import TaskKind, TaskOutcome
from tests.cast import OFF, anna, corner_shop, dora, lena, paul
from tests.notifications.scenes import announced, days_later, live_until

pytestmark = pytest.mark.django_db

LATER = date(2027, 8, 2)
_STAY = {MilestoneKind.ANNOUNCE, MilestoneKind.INTERNAL_BRIEF}


def move_end(plan: SunsetPlan, to: date, *, now: datetime) -> None:
    """Every date by as much as the end, at once, with two people behind it."""
    rows = list(plan.milestones.exclude(kind__in=_STAY))
    end = next(each.date for each in rows if each.kind == MilestoneKind.OFF)
    allowed = Allowance(reason="the replacement", backed_by=(anna().actor, lena().actor))
    moves = {MilestoneKind(each.kind): each.date + (to - end) for each in rows}
    move_dates(plan_id=plan.pk, moves=moves, actor=paul().actor, now=now, allowance=allowed)


def gate(plan: SunsetPlan, now: datetime, criterion: str = "notice_served") -> bool | None:
    push_evidence(plan_id=plan.pk, now=now)
    value = newest_facts(plan)[criterion, "corner-shop"].value
    assert value is None or isinstance(value, bool)
    return value


@pytest.fixture
def later_and_back(mail: MailSink) -> tuple[SunsetPlan, datetime]:
    """Told June in March, then August, then June again; what says so last comes back."""
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    move_end(plan, LATER, now=now)
    now = live_until(plan, days_later(26), since=now)
    mail.answer = Answer.REFUSE
    move_end(plan, OFF, now=now)
    assert plan.milestones.get(kind=MilestoneKind.OFF).date == OFF
    live_until(plan, days_later(33), since=now)
    return plan, days_later(80)


def opened(plan: SunsetPlan, now: datetime) -> None:
    found = InboxMessage.objects.filter(account=corner_shop(), notice__code="correction").latest("id")
    InboxMessage.objects.filter(pk=found.pk).update(seen_at=now, seen_by="owner")


def called(plan: SunsetPlan, now: datetime) -> None:
    """By the task that asks for it once it is too late."""
    task, reached = DeskTask.objects.get(kind=TaskKind.BREACH), TaskOutcome.REACHED
    close_desk_task(task_id=task.pk, outcome=reached, person="Otto", note="knows", actor=dora().actor, now=now)


@pytest.mark.parametrize("proves", [opened, called])
def test_late_proof_of_the_correction_is_twelve_days_and_no_notice(
    later_and_back: tuple[SunsetPlan, datetime], proves: Callable[[SunsetPlan, datetime], None]
) -> None:
    """notices section 1: earlier than announced restarts the floor at the correction, and late proof shuts the gate."""
    plan, now = later_and_back
    said = Touchpoint.objects.filter(told_at__isnull=False, told_dates__off=OFF.isoformat()).earliest("told_at")
    assert said.told_at is not None
    assert said.told_at.date() < date(2027, 4, 1)
    assert gate(plan, now) is False
    proves(plan, now)
    assert gate(plan, now + timedelta(hours=7)) is False
    fact = plan.evidence.filter(criterion="notice_served").latest("id")
    assert fact.detail == f"told on {now.date()}, lawful from 2027-07-20"


def test_with_the_correction_proven_in_time_the_end_is_lawful(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    move_end(plan, LATER, now=now)
    now = live_until(plan, days_later(26), since=now)
    move_end(plan, OFF, now=now)
    now = live_until(plan, days_later(34), since=now)
    assert gate(plan, now) is True
    assert "told on 2027-03-29" in plan.evidence.filter(criterion="notice_served").latest("id").detail


def test_later_is_free(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = live_until(plan, days_later(22))
    first = Touchpoint.objects.filter(channel="email", told_at__isnull=False).earliest("told_at").told_at
    assert first is not None
    move_end(plan, LATER, now=now)
    now = live_until(plan, days_later(30), since=now)
    assert gate(plan, now) is True
    assert f"told on {first.date()}" in plan.evidence.filter(criterion="notice_served").latest("id").detail


def test_a_withdrawn_end_is_no_end_until_it_is_announced_again(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = live_until(plan, days_later(25))
    assert gate(plan, now) is True
    plan.stage = Stage.ROLLED_BACK
    plan.save()
    now = live_until(plan, days_later(30), since=now)
    assert gate(plan, now) is False
    plan.stage = Stage.ANNOUNCED
    plan.save()
    assert gate(plan, now) is False
