"""The dates on record are those of the text, also of a letter that follows after they moved (A12, A13, notices 5)."""

from datetime import datetime

import pytest

from config.services.mail_sink import MailSink
from lifecycle.models import SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from notifications.api import deliver_due, reconcile
from notifications.models import Delivery, Obligation, Touchpoint
from notifications.rules.ladder_steps import Action, Step, Trigger
from notifications.services.escalate_steps import take
from notifications.services.people import next_target
from tests.cast import corner_shop
from tests.notifications.scenes import announced, days_later, live_until
from tests.notifications.test_dates_that_move import corrections, move_one, text_of

pytestmark = pytest.mark.django_db


def reminded(now: datetime) -> Delivery:
    row = Obligation.objects.select_related("account", "notice__plan").get(notice__code="sunset_announced")
    step = Step("silence_reminder", Trigger.SILENCE, Action.REMINDER, now.date())
    made = take(step, row, list(Delivery.objects.filter(touchpoint__obligation=row)), now=now).delivery
    assert made is not None
    return made


def told_in_march(plan: SunsetPlan) -> tuple[datetime, Touchpoint]:
    now = live_until(plan, days_later(20))
    return now, Touchpoint.objects.get(notice__code="sunset_announced", channel="email")


def export_end(touchpoint: Touchpoint) -> str:
    touchpoint.refresh_from_db()
    return str((touchpoint.told_dates or {})["export_end"])


def test_a_reminder_after_a_move_is_on_record_with_the_dates_that_it_names(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now, first = told_in_march(plan)
    move_one(plan, MilestoneKind.EXPORT_END, -5)
    now = live_until(plan, days_later(25), since=now)
    again = reminded(now)
    reconcile(plan_id=plan.pk, now=now)  # asks for no such contact, and leaves it alone
    sent = len(mail.messages)
    live_until(plan, days_later(27), since=now)
    again.refresh_from_db()
    assert (again.status, len(mail.messages)) == ("accepted", sent + 1)
    assert "May 26, 2027" in text_of(mail.messages[-1].message)
    assert again.touchpoint != first
    assert (export_end(first), export_end(again.touchpoint)) == ("2027-05-31", "2027-05-26")
    assert again.touchpoint.status == "served"
    assert reminded(now).touchpoint == again.touchpoint
    assert next_target(again.touchpoint) is None
    assert len(corrections(mail)) == 1


def test_a_reminder_that_was_to_leave_when_the_dates_moved_gives_way_to_the_correction(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now, first = told_in_march(plan)
    again = reminded(now)
    assert again.touchpoint == first
    move_one(plan, MilestoneKind.EXPORT_END, -5)
    sent = len(mail.messages)
    deliver_due(now=again.not_before)  # before anybody planned anew
    again.refresh_from_db()
    assert (again.status, len(mail.messages)) == ("superseded", sent)
    live_until(plan, days_later(27), since=max(now, again.not_before))
    assert export_end(first) == "2027-05-31"
    assert len(corrections(mail)) == 1
    assert len(mail.messages) == sent + 1


def test_a_reminder_that_follows_a_move_is_cancelled_with_its_plan(mail: MailSink) -> None:
    """notices case 28: all that is unsent, at once; it must not wait for the day on which the plan comes back."""
    plan = announced(corner_shop())
    now, first = told_in_march(plan)
    move_one(plan, MilestoneKind.EXPORT_END, -5)
    again = reminded(now)
    assert again.touchpoint != first
    plan.stage = Stage.CANCELLED
    plan.save()
    reconcile(plan_id=plan.pk, now=now)
    again.refresh_from_db()
    assert (again.status, again.touchpoint.status) == ("cancelled", "cancelled")
