"""Who may close work of the desk, and for how long does a call clear a key account (A14, A19, G6)?"""

from datetime import datetime, timedelta

import pytest

from config.services.mail_sink import MailSink
from lifecycle.api import Refused
from lifecycle.models import Evidence, MilestoneMove, SunsetPlan
from lifecycle.rules.actors import Actor, ActorKind, Role
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.tiers import Tier
from notifications.api import close_desk_task, desk_tasks, push_evidence
from notifications.models import DeskTask
from notifications.rules.statuses import TaskKind, TaskOutcome
from tests.cast import acme, dora
from tests.notifications.scenes import announced, days_later, live_until

pytestmark = pytest.mark.django_db
MAY_CLEAR = {Role.PM, Role.CSM_LEAD, Role.CSM}


@pytest.fixture
def plan(mail: MailSink) -> SunsetPlan:
    """Acme is on the desk: a first call is due."""
    plan = announced(acme())
    live_until(plan, days_later(2))
    return plan


def close(plan: SunsetPlan, actor: Actor, at: datetime, kind: TaskKind = TaskKind.CALL) -> None:
    task = next(each for each in desk_tasks(plan_id=plan.pk) if each.kind == kind)
    close_desk_task(task_id=task.pk, outcome=TaskOutcome.REACHED, person="Alice", note="agreed", actor=actor, now=at)


def cleared(plan: SunsetPlan, now: datetime) -> tuple[object, datetime]:
    push_evidence(plan_id=plan.pk, now=now)
    fact = Evidence.objects.filter(plan=plan, criterion="key_cleared").latest("as_of", "id")
    return fact.value, fact.as_of


@pytest.mark.parametrize("role", sorted(set(Role) - MAY_CLEAR))
def test_a_role_without_the_right_closes_no_task(plan: SunsetPlan, role: Role) -> None:
    with pytest.raises(Refused) as refusal:
        close(plan, Actor(ActorKind.PERSON, "Sam", "sam", role), days_later(2))
    assert refusal.value.is_wrong_person
    assert desk_tasks(plan_id=plan.pk)


@pytest.mark.parametrize("role", sorted(MAY_CLEAR))
def test_a_role_with_the_right_closes_a_task(plan: SunsetPlan, role: Role) -> None:
    close(plan, Actor(ActorKind.PERSON, "Sam", "sam", role), days_later(2))
    assert not desk_tasks(plan_id=plan.pk)


def test_the_clearance_is_as_old_as_the_call_however_often_it_is_looked_at(plan: SunsetPlan) -> None:
    close(plan, dora().actor, days_later(2))
    for day in (2, 3, 40, 85):
        assert cleared(plan, days_later(day)) == (True, days_later(2))
    assert Evidence.objects.filter(criterion="key_cleared", value=True).count() == 1


def test_a_newer_call_renews_the_clearance(plan: SunsetPlan) -> None:
    close(plan, dora().actor, days_later(2))
    assert cleared(plan, days_later(3)) == (True, days_later(2))
    live_until(plan, days_later(65), since=days_later(3))
    close(plan, dora().actor, days_later(65))
    assert cleared(plan, days_later(66)) == (True, days_later(65))


def test_a_move_of_the_end_takes_the_clearance_back_until_somebody_calls_again(plan: SunsetPlan) -> None:
    close(plan, dora().actor, days_later(2))
    assert cleared(plan, days_later(3)) == (True, days_later(2))
    moved(plan, MilestoneKind.EXPORT_END, days_later(4))
    assert cleared(plan, days_later(4)) == (True, days_later(2))
    moved(plan, MilestoneKind.OFF, days_later(5))
    assert cleared(plan, days_later(5)) == (False, days_later(5))
    live_until(plan, days_later(7), since=days_later(5))
    close(plan, dora().actor, days_later(7))
    assert cleared(plan, days_later(7)) == (True, days_later(7))


def moved(plan: SunsetPlan, kind: MilestoneKind, at: datetime) -> None:
    plan.refresh_from_db()
    row = plan.milestones.get(kind=kind)
    old, row.date = row.date, row.date + timedelta(days=14 if kind is MilestoneKind.OFF else -1)
    row.revision += 1
    row.save()
    later = plan.milestones.filter(rank__gt=row.rank) if kind is MilestoneKind.OFF else ()
    for each in later:
        each.date += timedelta(days=14)
        each.save()
    plan.revision += 1
    plan.save()
    MilestoneMove.objects.create(
        milestone=row, old_date=old, new_date=row.date, revision=row.revision, reason="later", at=at
    )


def test_work_that_is_no_call_clears_nobody(plan: SunsetPlan) -> None:
    DeskTask.objects.update(kind=TaskKind.FIND_CONTACT)
    close(plan, dora().actor, days_later(2), TaskKind.FIND_CONTACT)
    assert cleared(plan, days_later(2))[0] is False


def test_a_call_that_was_closed_while_a_no_was_written_counts_all_the_same(plan: SunsetPlan) -> None:
    close(plan, dora().actor, days_later(2))
    task = DeskTask.objects.filter(outcome=TaskOutcome.REACHED)
    task.update(outcome=TaskOutcome.LEFT_MESSAGE)  # as if its transaction had not been seen yet
    later = days_later(2) + timedelta(seconds=2)
    assert cleared(plan, later) == (False, later)
    DeskTask.objects.filter(outcome=TaskOutcome.LEFT_MESSAGE).update(outcome=TaskOutcome.REACHED)
    assert cleared(plan, days_later(3))[0] is True
    assert push_evidence(plan_id=plan.pk, now=days_later(3)) == 0


def test_nobody_has_to_call_an_account_that_is_not_key(plan: SunsetPlan) -> None:
    account = acme()
    account.tier = Tier.STANDARD
    account.save()
    assert cleared(plan, days_later(2)) == (True, days_later(2))
