"""A room that staff chose hears of milestones; its address is a secret and its silence holds nothing up (A7, N71)."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from lifecycle.api import BadInput, Refused, record, sequence_all
from lifecycle.models import AuditEvent
from lifecycle.rules.stages import Stage
from notifications.api import chat, pass_on_copies
from notifications.models import ChatTarget, EventCopy
from tests.cast import NOON, OFF_NOON, a_plan, olga, paul
from tests.notifications.channels.receiver import Receiver

pytest.importorskip("apprise", reason="the extra “chat” is not installed")
pytestmark = pytest.mark.django_db


def a_room(receiver: Receiver) -> ChatTarget:
    address = f"json://user:not-a-secret@127.0.0.1:{receiver.port}/room"
    return chat.add_chat_target(name="ops", address=address, actor=olga().actor, now=NOON)


def moved(plan_key: str) -> None:
    record(
        "lifecycle.plan.advanced",
        subject=plan_key,
        actor=paul().actor,
        at=NOON,
        plan_key=plan_key,
        previous=Stage.DECIDED,
        to=Stage.ANNOUNCED,
    )
    sequence_all(now=NOON)


def test_a_room_hears_each_milestone_once(receiver: Receiver) -> None:
    a_plan(stage=Stage.ANNOUNCED)
    moved("reports-sunset")
    a_room(receiver)  # it hears of nothing that was before it
    moved("reports-sunset")
    for _ in range(3):
        chat.copy_to_rooms(now=NOON)
        pass_on_copies(now=NOON)
    assert len(receiver.came) == 1
    assert "reports-sunset: Decided" in receiver.came[0].body.decode("unicode-escape")


def test_a_gate_that_stays_shut_on_its_day_is_told_once(receiver: Receiver) -> None:
    a_plan(stage=Stage.BROWNOUT)
    a_room(receiver)
    for _ in range(3):
        chat.copy_to_rooms(now=OFF_NOON)
    assert [each.type for each in EventCopy.objects.all()] == ["gate"]
    assert "is shut" in EventCopy.objects.get().body


def test_the_address_is_shown_nowhere_and_a_room_that_is_away_holds_nothing_up(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    target = a_room(receiver)
    receiver.status = 500
    copy = chat.try_chat_target(name="ops", now=NOON)
    for _ in range(5):
        pass_on_copies(now=copy.not_before)
        copy.refresh_from_db()
    assert (copy.status, len(receiver.came)) == ("uncertain", 1)  # apprise says the same no after a lost answer
    seen = caplog.text + target.sealed + copy.detail + "".join(AuditEvent.objects.values_list("body", flat=True))
    assert "not-a-secret" not in seen


def test_what_a_dead_worker_was_telling_a_room_stays_uncertain_and_is_not_repeated(receiver: Receiver) -> None:
    a_room(receiver)
    copy = chat.try_chat_target(name="ops", now=NOON)
    past = timezone.now() - timedelta(seconds=1)  # noqa: TID251 - leases run by the database's clock
    EventCopy.objects.filter(pk=copy.pk).update(status="sending", lease_token=uuid4(), lease_until=past)
    pass_on_copies(now=NOON)
    copy.refresh_from_db()
    assert (copy.status, receiver.came) == ("uncertain", [])


def test_only_an_operator_adds_a_room_and_only_a_known_kind(receiver: Receiver) -> None:
    with pytest.raises(Refused):
        chat.add_chat_target(name="ops", address="json://127.0.0.1/", actor=paul().actor, now=NOON)
    with pytest.raises(Refused):
        chat.add_chat_target(name="ops", address="no-address", actor=olga().actor, now=NOON)
    a_room(receiver)
    with pytest.raises(BadInput):
        a_room(receiver)
    copy = chat.try_chat_target(name="ops", now=NOON)
    assert chat.remove_chat_target(name="ops", actor=olga().actor, now=NOON)
    copy.refresh_from_db()
    assert copy.status == "dropped"
    assert not chat.chat_targets()
