"""Bounce and silence climb a ladder in its order, and a gate stays shut for whom nobody reached (A13, A14, G5).

Notices case 31, notices case 33, notices case 34.
"""

from datetime import datetime, timedelta

import pytest

from config.services.mail_sink import Answer, MailSink
from lifecycle.api import BadInput, Refused, newest_facts
from lifecycle.models import Contact, SunsetPlan
from lifecycle.rules.tiers import Tier
from notifications.api import (
    agree_to_waiver,
    close_desk_task,
    desk_tasks,
    escalate,
    note_absence,
    push_evidence,
    sweep_desk,
    take_reply,
    unreached,
    waive_obligation,
)
from notifications.models import Acknowledgement, Delivery, DeskEntry, DeskTask, Escalation, Obligation
from notifications.rules.statuses import TaskOutcome
from notifications.rules.unreached import Why
from tests.cast import acme, anna, corner_shop, dora, lena, paul
from tests.notifications.scenes import announced, days_later, live_until

pytestmark = pytest.mark.django_db


def tick(plan: SunsetPlan, now: datetime) -> None:
    escalate(plan_id=plan.pk, now=now)
    sweep_desk(now=now)
    push_evidence(plan_id=plan.pk, now=now)


def taken() -> list[str]:
    return list(Escalation.objects.order_by("done_at", "id").values_list("step", flat=True))


def test_a_sole_contact_that_bounces_climbs_the_ladder_until_the_gate_is_shut(mail: MailSink) -> None:
    """notices case 31: the task and the manager stay silent; ladder in order, breached, gate shut."""
    lena()
    dora()
    plan = announced(acme())
    mail.answer = Answer.REFUSE
    live_until(plan, days_later(3))
    for day in (3, 4, 8, 9):
        tick(plan, days_later(day))
    assert taken()[:2] == ["bounce_alternate", "bounce_call"]
    assert set(desk_tasks(plan_id=plan.pk)[0].account.csm_email.split()) == {"dora@sunsetter.example"}
    owners = {task.owner_email for task in desk_tasks(plan_id=plan.pk) if task.kind != "breach"}
    assert owners == {"lena@sunsetter.example"}  # ignored by Dora for two working days
    late = Obligation.objects.get(notice__code="sunset_announced")
    assert late.floor_date is not None
    now = datetime.fromisoformat(f"{late.floor_date}T12:00:00+00:00")
    tick(plan, now)
    tick(plan, now)
    late.refresh_from_db()
    assert late.status == "breached"
    assert newest_facts(plan)["all_reached", "acme"].value is False
    assert DeskTask.objects.filter(kind="breach").count() == 1
    row = next(each for each in unreached(plan, now=now) if each.notice == "sunset_announced")
    assert (row.status, row.why, row.tier) == ("breached", Why.BOUNCED, Tier.KEY)
    steps = taken()
    assert len(steps) == len(set(steps))


def test_an_answer_closes_every_open_step_and_takes_its_work_off_the_desk(mail: MailSink) -> None:
    """notices case 34: an acknowledgement after the escalation."""
    lena()
    plan = announced(acme())
    live_until(plan, days_later(2))
    for task in desk_tasks(plan_id=plan.pk):  # Dora left a message, and nobody calls back
        close_desk_task(
            task_id=task.pk,
            outcome=TaskOutcome.LEFT_MESSAGE,
            person="",
            note="",
            actor=dora().actor,
            now=days_later(2),
            next_on=days_later(9).date(),
        )
    live_until(plan, days_later(3), since=days_later(2))
    for day in (4, 5, 9, 16, 17):
        tick(plan, days_later(day))
    assert taken() == ["silence_call", "silence_manager", "silence_executive"]
    assert Escalation.objects.filter(closed_at__isnull=True).count() == 3
    assert unreached(plan, now=days_later(17))[0].why is Why.UNREAD
    duty = Obligation.objects.get(notice__code="sunset_announced")
    Acknowledgement.objects.create(
        notice=duty.notice,
        account=duty.account,
        date_revision=duty.date_revision,
        identity="alice",
        name="Alice",
        via="portal",
        text_sha="0" * 64,
        at=days_later(17),
    )
    tick(plan, days_later(18))
    assert not Escalation.objects.filter(closed_at__isnull=True).exists()
    assert not [task for task in desk_tasks(plan_id=plan.pk) if task.source.startswith("ladder:")]
    assert not unreached(plan, now=days_later(18))


def test_work_of_who_left_or_is_away_goes_to_somebody_else_in_the_same_tick(mail: MailSink) -> None:
    """notices case 34: the success manager leaves."""
    lena()
    plan = announced(acme())
    live_until(plan, days_later(2))
    one = dora()
    note_absence(
        owner_email=one.email,
        first=days_later(2).date(),
        last=days_later(4).date(),
        backup_email=paul().email,
        actor=one.actor,
        now=days_later(2),
    )
    assert sweep_desk(now=days_later(2)) == 1
    assert sweep_desk(now=days_later(2)) == 0
    assert desk_tasks(owner_email=paul().email)
    DeskTask.objects.update(owner_email=one.email)
    one.is_active = False
    one.save()
    sweep_desk(now=days_later(10))
    assert desk_tasks(owner_email=lena().email)
    assert DeskEntry.objects.filter(act="backed_up").count() == 2


def test_of_a_key_account_two_people_let_it_go_and_of_another_one(mail: MailSink) -> None:
    plan = announced()
    mail.answer = Answer.REFUSE
    now = live_until(plan, days_later(30))
    push_evidence(plan_id=plan.pk, now=now)
    shop = Obligation.objects.get(account=corner_shop(), notice__code="sunset_announced")
    waive_obligation(obligation_id=shop.pk, actor=dora().actor, reason="closed its doors", now=now)
    key = Obligation.objects.get(account=acme(), notice__code="sunset_announced")
    asked = waive_obligation(obligation_id=key.pk, actor=paul().actor, reason="merged into another", now=now)
    key.refresh_from_db()
    assert key.status != "waived"
    for person in (paul(), dora()):
        with pytest.raises(Refused):
            agree_to_waiver(uuid=asked.uuid, actor=person.actor, now=now)
    agree_to_waiver(uuid=asked.uuid, actor=anna().actor, now=now)
    push_evidence(plan_id=plan.pk, now=now + timedelta(hours=7))
    found = dict(Obligation.objects.filter(pk__in=[shop.pk, key.pk]).values_list("pk", "waived_by"))
    assert found == {shop.pk: "Dora", key.pk: "Paul, Anna"}
    assert set(Obligation.objects.filter(pk__in=found).values_list("status", flat=True)) == {"waived"}


AWAY = """From: owner@corner-shop.example
Message-ID: <away-1@corner-shop.example>
In-Reply-To: {ref}
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

I am away. In urgent cases write to backup@corner-shop.example.
> you wrote to hidden@elsewhere.example
"""


def test_an_absence_note_suggests_somebody_and_a_reply_is_looked_at_by_a_person(mail: MailSink) -> None:
    """notices case 33: out of office, and an acknowledgement by reply."""
    plan = announced(corner_shop())
    now = live_until(plan, days_later(30))
    ref = Delivery.objects.filter(channel="email").latest("id").message_id
    away = take_reply(AWAY.format(ref=ref).encode(), now=now)
    again = take_reply(AWAY.format(ref=ref).encode(), now=now)
    assert (away.is_automatic, away.suggested, again.is_new) == (True, ("backup@corner-shop.example",), False)
    said = AWAY.format(ref=ref).replace("auto-replied", "no").replace("away-1", "yes-1")
    answer = take_reply(said.encode(), now=now)
    assert (answer.is_automatic, answer.suggested) == (False, ())
    assert answer.task is not None
    assert answer.task.owner_email == "dora@sunsetter.example"
    assert not Acknowledgement.objects.exists()
    assert Contact.objects.filter(account=corner_shop()).count() == 1
    with pytest.raises(BadInput):
        take_reply(AWAY.format(ref="<none@elsewhere.example>").encode(), now=now)
