"""A5, A6, A13: does a proven delivery, an answer, and use that is back show in the list of who is affected?"""

from datetime import datetime, timedelta

import pytest

from config.services.mail_sink import MailSink
from lifecycle.api import (
    AffectedSubject,
    SunsetPlan,
    note_affected_day,
    record_affected_use,
    record_silence,
    silence_candidates,
)
from lifecycle.rules.affected import SubjectKind
from lifecycle.rules.affected_use import Counting, SubjectUse
from lifecycle.rules.tiers import Tier
from notifications.api import Acknowledgement, DeskTask, Notice, close_desk_task, push_affected
from notifications.models import Obligation, Touchpoint
from notifications.rules.statuses import TaskKind, TaskOutcome
from notifications.tasks import push_evidence_of_plan
from tests.cast import NOON, acme, corner_shop, dora
from tests.notifications.scenes import announced, days_later, live_until

pytestmark = pytest.mark.django_db


def use(plan: SunsetPlan, at: datetime, *accounts: str, user: str = "u1", count: int = 1) -> None:
    uses = [SubjectUse(account, SubjectKind.USER, user, count, at, at, through=("ios/4",)) for account in accounts]
    record_affected_use(plan=plan, uses=uses, counting=Counting.NEW, now=at)


def silence(plan: SunsetPlan, now: datetime) -> None:
    record_silence(plan=plan, silent=silence_candidates(plan=plan, before=now), now=now)


def statuses(plan: SunsetPlan) -> dict[str, str]:
    rows = AffectedSubject.objects.filter(plan=plan).select_related("account").order_by("account__key")
    return {f"{row.account.key} {row.key}": row.status for row in rows}


def test_an_account_that_was_provably_reached_is_notified_and_one_that_was_not_is_pending(mail: MailSink) -> None:
    del mail
    plan = announced(corner_shop())
    acme()
    use(plan, NOON, "corner-shop", "acme")
    first = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    live_until(plan, first)
    proven = first + timedelta(days=5)  # a bounce would have come by now
    push_evidence_of_plan(plan_id=plan.pk, now=first.isoformat())
    assert statuses(plan) == {"acme u1": "pending", "corner-shop u1": "pending"}
    push_evidence_of_plan(plan_id=plan.pk, now=proven.isoformat())
    assert statuses(plan) == {"acme u1": "pending", "corner-shop u1": "notified"}
    told = Obligation.objects.filter(account=corner_shop(), reached_at__isnull=False).earliest("reached_at")
    assert AffectedSubject.objects.get(account=corner_shop()).told_at == told.reached_at
    assert push_affected(plan_id=plan.pk, now=proven) == 0
    assert push_affected(plan_id=-1, now=NOON) == 0


def answered(plan: SunsetPlan, at: datetime, revision: int = 1) -> None:
    notice = Notice.objects.filter(plan=plan).order_by("pk")[0]
    Acknowledgement.objects.create(
        notice=notice, account=acme(), date_revision=revision, identity="alice", name="Alice", via="portal", at=at
    )


def test_the_answer_of_a_named_person_acknowledges_and_one_from_before_use_came_back_does_not() -> None:
    plan = announced(acme())
    use(plan, NOON, "acme")
    answered(plan, days_later(1))
    push_affected(plan_id=plan.pk, now=days_later(1))
    assert statuses(plan) == {"acme u1": "acknowledged"}
    silence(plan, days_later(40))
    use(plan, days_later(41), "acme")
    push_affected(plan_id=plan.pk, now=days_later(41))
    assert statuses(plan) == {"acme u1": "pending"}
    answered(plan, days_later(42), revision=2)
    push_affected(plan_id=plan.pk, now=days_later(42))
    assert statuses(plan) == {"acme u1": "acknowledged"}


def test_a_key_account_that_is_back_gets_one_task_until_somebody_closed_it() -> None:
    plan = announced(acme())
    use(plan, NOON, "acme")
    use(plan, NOON, "acme", user="u2")
    silence(plan, days_later(40))
    for hours, user in enumerate(("u1", "u2")):
        at = days_later(41) + timedelta(hours=hours)
        use(plan, at, "acme", user=user)
        push_affected(plan_id=plan.pk, now=at)
    task = DeskTask.objects.get(kind=TaskKind.BACK_IN_USE)
    assert task.subject == "Acme Ltd: Reports is used again after it had fallen silent"
    assert (task.script, task.owner_email) == (
        "user u1, last use 2027-04-11 12:00 UTC, through ios/4",
        "dora@sunsetter.example",
    )
    at = days_later(42)
    close_desk_task(
        task_id=task.pk, outcome=TaskOutcome.PROMISED, person="Alice", note="a script", actor=dora().actor, now=at
    )
    push_affected(plan_id=plan.pk, now=at)
    assert DeskTask.objects.filter(kind=TaskKind.BACK_IN_USE).count() == 1
    silence(plan, days_later(80))
    use(plan, days_later(81), "acme", user="u2")
    push_affected(plan_id=plan.pk, now=days_later(81))
    assert DeskTask.objects.filter(kind=TaskKind.BACK_IN_USE, script__startswith="user u2").count() == 1


def test_a_long_list_is_cut_and_an_account_that_is_no_key_account_makes_no_task() -> None:
    plan = announced(acme(), corner_shop())
    for number in range(22):
        use(plan, NOON, "acme", "corner-shop", user=f"u{number}")
    silence(plan, days_later(40))
    for number in range(22):
        use(plan, days_later(41), "acme", "corner-shop", user=f"u{number}")
    push_affected(plan_id=plan.pk, now=days_later(41))
    task = DeskTask.objects.get(kind=TaskKind.BACK_IN_USE)
    assert task.account.tier == Tier.KEY
    assert task.script.splitlines()[-1] == "and 2 more"
    assert note_affected_day(plan, now=days_later(41)) is not None
