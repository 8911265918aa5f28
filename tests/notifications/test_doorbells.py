"""Tasks do the rows' work whoever rings, and survive callers that say more than they know (P3)."""

import pytest

from config.services.mail_sink import MailSink
from lifecycle.rules.stages import Stage
from notifications.models import Touchpoint
from notifications.tasks import deliver, push_evidence_of_plan, reconcile_plan, reconcile_plans_taken_back
from tests.cast import acme
from tests.notifications.scenes import START, announced, days_later, live_until

pytestmark = pytest.mark.django_db


def test_a_ring_delivers_what_is_due_at_the_instant_that_it_names(mail: MailSink) -> None:
    plan = announced(acme())
    due = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    deliver(now=START.isoformat(), unheard_of=1)
    assert not mail.messages
    reconcile_plan(plan_id=plan.pk, now=due.isoformat(), unheard_of=1)
    deliver(now=due.isoformat())
    assert len(mail.messages) == 1
    push_evidence_of_plan(plan_id=plan.pk, now=due.isoformat(), unheard_of=1)
    assert plan.evidence.filter(criterion="notice_served").exists()


def test_a_withdrawn_plan_is_found_even_when_its_doorbell_was_lost(mail: MailSink) -> None:
    plan = announced(acme())
    now = live_until(plan, days_later(4))
    plan.stage = Stage.CANCELLED
    plan.save()
    reconcile_plans_taken_back(now=now.isoformat())
    assert Touchpoint.objects.filter(notice__code="cancelled").exists()
    deliver(now=now.isoformat())
    deliver(now=days_later(5).isoformat())
    assert any("stays" in str(each.message["Subject"]) for each in mail.messages)
