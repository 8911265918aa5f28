"""Each step of the ladder does what it says, and nothing on top of a doubt (A13, A14, notices section 7)."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lifecycle.api import Refused, newest_facts
from lifecycle.models import Account, Contact, SunsetPlan
from lifecycle.rules.tiers import Tier
from notifications.api import close_desk_task, escalate, proof_of, push_evidence, waive_obligation
from notifications.models import (
    Acknowledgement,
    Delivery,
    DeliveryEvent,
    DeskTask,
    Escalation,
    InboxMessage,
    Obligation,
    Touchpoint,
)
from notifications.rules.ladder_steps import Action, Step, Trigger
from notifications.rules.statuses import TaskOutcome
from notifications.services.escalate_steps import Taken, take
from tests.cast import acme, corner_shop, dora, olga
from tests.notifications.scenes import START, announced, days_later

pytestmark = pytest.mark.django_db
NOW = days_later(20)


@pytest.fixture
def row() -> Obligation:
    """The corner shop is to hear of an announcement whose time has come."""
    announced(corner_shop())
    Touchpoint.objects.filter(channel="email", notice__code="sunset_announced").update(status="released")
    return Obligation.objects.select_related("account", "notice__plan").get(notice__code="sunset_announced")


def sent(row: Obligation, status: str, **fields: object) -> Delivery:
    touchpoint = Touchpoint.objects.filter(obligation=row, channel="email").earliest("id")
    return Delivery.objects.create(
        touchpoint=touchpoint,
        account=row.account,
        contact=row.account.contacts.first(),
        channel="email",
        address="owner@corner-shop.example",
        address_norm="owner@corner-shop.example",
        locale="en",
        message_id="<one@sunsetter.example>",
        status=status,
        not_before=START,
        created_at=START,
        **{"body_sha": "a" * 64, "body_text": "Dear team", "accepted_at": START, **fields},
    )


def taken(row: Obligation, action: Action, trigger: Trigger = Trigger.SILENCE) -> Taken:
    step = Step(f"{trigger}_{action}", trigger, action, NOW.date())
    return take(step, row, list(Delivery.objects.filter(touchpoint__obligation=row)), now=NOW)


def test_a_reminder_goes_to_the_same_mailbox_under_a_new_round(row: Obligation) -> None:
    sent(row, "soft_bounced")
    again = taken(row, Action.REMINDER).delivery
    assert again is not None
    assert (again.address_norm, again.round) == ("owner@corner-shop.example", 1)


def test_nothing_is_sent_on_top_of_a_doubt(row: Obligation) -> None:
    sent(row, "uncertain")
    assert taken(row, Action.REMINDER).delivery is None
    assert Delivery.objects.count() == 1


def test_who_was_not_written_to_yet_is_written_to_and_only_once(row: Obligation) -> None:
    assert taken(row, Action.REMINDER).delivery is not None
    assert taken(row, Action.EMAIL) == Taken("a mail was written already")
    assert taken(row, Action.BANNER).note == "not in the product yet"


def test_another_contact_is_told_or_somebody_must_find_one(row: Obligation) -> None:
    sent(row, "hard_bounced")
    task = taken(row, Action.ALTERNATE).task
    assert task is not None
    assert task.kind == "find_contact"
    email = "second@corner-shop.example"
    Contact.objects.create(account=row.account, email=email, email_norm=email, role="billing")
    found = taken(row, Action.ALTERNATE, Trigger.BOUNCE).delivery
    assert found is not None
    assert found.address == email
    assert taken(row, Action.ALTERNATE, Trigger.BOUNCE).note == "somebody else was written to already"
    Contact.objects.update(is_active=False)
    Delivery.objects.all().delete()
    assert taken(row, Action.EMAIL).task == task


def test_without_a_leader_a_call_stays_where_it_is(row: Obligation) -> None:
    account = row.account
    Account.objects.filter(pk=account.pk).update(tier=Tier.LIGHT)
    account.refresh_from_db()
    found = taken(row, Action.MANAGER)
    assert found.task is not None
    assert (found.note, found.task.owner_email) == ("nobody leads the success managers", "")
    assert taken(row, Action.CALL).task == found.task


def test_a_call_of_the_ladder_reaches_whom_it_was_about(row: Obligation) -> None:
    sent(row, "hard_bounced")
    plan = row.notice.plan
    escalate(plan_id=plan.pk, now=NOW)
    task = DeskTask.objects.get(kind="call")
    assert "Reports on June 1, 2027" in task.script  # of what came back nobody knows its dates: it is written anew
    close_desk_task(
        task_id=task.pk, outcome=TaskOutcome.REACHED, person="Sam", note="knows it", actor=dora().actor, now=NOW
    )
    push_evidence(plan_id=plan.pk, now=NOW)
    row.refresh_from_db()
    assert (row.status, row.reached_at) == ("reached", NOW)
    escalate(plan_id=plan.pk, now=NOW)
    assert not Escalation.objects.filter(closed_at__isnull=True).exists()


def test_a_breach_of_dates_that_hold_no_longer_is_none(row: Obligation) -> None:
    plan: SunsetPlan = row.notice.plan
    late = days_later(60)
    push_evidence(plan_id=plan.pk, now=late)
    row.refresh_from_db()
    assert row.status == "breached"
    assert newest_facts(plan)["all_reached", "corner-shop"].value is False
    SunsetPlan.objects.update(stage="paused", paused_from="announced")
    push_evidence(plan_id=plan.pk, now=late + timedelta(hours=1))
    row.refresh_from_db()
    assert row.status == "breached"
    Touchpoint.objects.filter(obligation=row).update(status="superseded")
    push_evidence(plan_id=plan.pk, now=late + timedelta(hours=2))
    row.refresh_from_db()
    assert row.status == "superseded"
    assert DeskTask.objects.get(kind="breach").status == "superseded"
    with pytest.raises(Refused):
        waive_obligation(obligation_id=row.pk, actor=dora().actor, reason=" ", now=late)


def test_everything_that_happened_is_proven(row: Obligation) -> None:
    plan, account = row.notice.plan, row.account
    one = sent(row, "hard_bounced")
    DeliveryEvent.objects.create(
        delivery=one, provider="ses", event_key="1", type="hard_bounced", occurred_at=START, received_at=START
    )
    escalate(plan_id=plan.pk, now=NOW)
    push_evidence(plan_id=plan.pk, now=days_later(60))
    inbox = {"subject": "s", "body_text": "b", "locale": "en", "sent_at": START, "seen_at": NOW, "seen_by": "Sam"}
    InboxMessage.objects.create(account=account, notice=row.notice, delivery_key=row.notice.uuid, **inbox)
    waive_obligation(obligation_id=row.pk, actor=dora().actor, reason="gone", now=days_later(61))
    Acknowledgement.objects.create(
        notice=row.notice,
        account=account,
        date_revision=99,
        identity="sam",
        name="Sam",
        via="api",
        text_sha="a" * 64,
        at=NOW,
    )
    kinds = {json.loads(each["body"])["kind"] for each in proof_of(account, actor=olga().actor, now=NOW)["entries"]}  # type: ignore[attr-defined]  # JSON
    assert kinds >= {"event", "seen", "acknowledged", "escalated", "breached", "waived"}


def test_the_commands_list_erase_and_take_replies(row: Obligation, tmp_path: Path) -> None:
    plan = row.notice.plan
    sent(row, "hard_bounced")
    proof_of(row.account, actor=olga().actor, now=NOW)
    Obligation.objects.filter(pk=row.pk).update(due_date="2026-01-05")
    assert "corner-shop" in said("notices", plan.key, "unreached")
    assert "plan,account,notice" in said("notices", plan.key, "unreached", "--csv")
    assert "erased" in said(
        "notices", "forget", "corner-shop", "--person", "owner@corner-shop.example", "--as", olga().email
    )
    reply = tmp_path / "reply.eml"
    reply.write_bytes(b"From: a@b.example\r\nReferences: <one@sunsetter.example>\r\n\r\nThank you.\r\n")
    assert "on the desk" in said("notices", "reply", str(reply))
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    for wrong in (
        ("proof-verify", str(broken)),
        ("proof-verify", str(tmp_path / "none")),
        ("reply", str(tmp_path / "none")),
        ("proof", "corner-shop", "--out", str(tmp_path / "none")),
        ("forget", "corner-shop"),
        (plan.key, "nonsense"),
    ):
        with pytest.raises((SystemExit, CommandError)):
            said("notices", *wrong)


def test_of_a_key_account_an_unread_notice_is_waited_for_by_nobody_but_a_person() -> None:
    announced(acme())
    plan = SunsetPlan.objects.get()
    assert escalate(plan_id=plan.pk, now=START) == 0
    assert escalate(plan_id=0, now=START) == 0


def said(*words: str) -> str:
    written = io.StringIO()
    call_command(*words, stdout=written, stderr=written)
    return written.getvalue()
