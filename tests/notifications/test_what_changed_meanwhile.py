"""What is planned anew while something else happened: a release, a move, a plan taken back (A12, A13)."""

from datetime import timedelta

import pytest

from config.services.mail_sink import MailSink
from lifecycle.models import MilestoneMove
from lifecycle.rules.stages import Stage
from notifications.api import deliver_due, reconcile, reconcile_withdrawn
from notifications.models import SendLane, Touchpoint
from notifications.rules.planned import Changes
from notifications.rules.planner import plan_touchpoints
from notifications.rules.statuses import TouchpointStatus
from notifications.services.claim import claim_ready
from notifications.services.existing import existing_of
from notifications.services.picture import picture_of
from notifications.services.plan_book import facts_of_plan
from notifications.services.touchpoints import apply_changes
from tests.cast import NOON, acme, corner_shop, neighbour
from tests.notifications.scenes import START, announced

pytestmark = pytest.mark.django_db


def test_a_contact_that_was_released_meanwhile_is_not_planned_again() -> None:
    plan = announced(acme())
    rows = {each.key: each for each in existing_of(plan, [acme().key])}
    planned = next(each for each in plan_touchpoints(picture_of(plan, now=START), now=START) if each.key in rows)
    row = rows[planned.key]
    Touchpoint.objects.filter(pk=row.id).update(status=TouchpointStatus.RELEASED)
    apply_changes(plan, Changes(redated=((row, planned),)), accounts=[acme().key], now=START)
    assert Touchpoint.objects.get(pk=row.id).status == TouchpointStatus.RELEASED


def test_the_reason_is_that_of_the_last_move_however_often_another_date_moved() -> None:
    plan = announced(acme())
    for kind, revision, reason, days in (("export_end", 5, "the export", 0), ("off", 2, "the end", 1)):
        row = plan.milestones.get(kind=kind)
        row.revision, row.moved_reason = revision, reason
        row.save()
        MilestoneMove.objects.create(
            milestone=row,
            old_date=row.date,
            new_date=row.date,
            revision=revision,
            reason=reason,
            at=NOON + timedelta(days=days),
        )
    assert facts_of_plan(plan).moved_reason == "the end"


def test_each_told_account_hears_that_a_plan_was_taken_back_though_another_has_heard(mail: MailSink) -> None:
    """notices case 28"""
    plan = announced(corner_shop(), neighbour())
    now = max(Touchpoint.objects.filter(step__contains="75").values_list("due_at", flat=True))
    deliver_due(now=now)
    later = now + timedelta(hours=1)
    plan.refresh_from_db()
    plan.stage, plan.stage_since_at = Stage.CANCELLED, later
    plan.save()
    reconcile(plan_id=plan.pk, now=later)
    heard = Touchpoint.objects.filter(notice__code="cancelled", account__key="neighbour")
    assert heard.count() > 0
    heard.delete()  # as if it had been told while the plan was taken back
    assert reconcile_withdrawn(now=later) == 1
    assert heard.count() > 0
    assert reconcile_withdrawn(now=later) == 0


def test_a_slowed_domain_with_nothing_waiting_pays_nothing() -> None:
    """notices case 12"""
    SendLane.objects.create(channel="email", domain="slow.example", per_minute=60, tokens=10, refilled_at=START)
    assert claim_ready(now=START, count=20, lease_for=timedelta(seconds=30)) == []
    assert SendLane.objects.get().tokens == 10
