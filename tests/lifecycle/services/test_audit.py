"""Is each act on record in its own transaction, or not done at all (P6)?"""

import json
from types import SimpleNamespace

import psycopg
import pytest
from django.db import DatabaseError, transaction

from lifecycle.api import Approval, AuditEvent, Refused, advance, approve, plan_hash, portal_scope, record
from lifecycle.models import SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import Stage
from lifecycle.services.audit import columns_of
from tests.cast import NOON, a_plan, acme, anna, neighbour, olga

TICK = Actor.system("tick")


@pytest.mark.django_db
def test_a_record_says_who_did_what_to_whom_and_when_in_columns_and_body_alike() -> None:
    event = record(
        "lifecycle.export.declined", subject="exp_1", actor=olga().actor, at=NOON, account=acme(), plan_key="p", rows=7
    )
    event.refresh_from_db()
    body = json.loads(event.body)
    assert {name: body[name] for name in columns_of(event)} == columns_of(event)
    assert (body["actor"], body["actor_kind"], body["actor_person"]) == ("Olga", "person", str(olga().uuid))
    assert (body["at"], body["facts"]) == ("2027-03-01T12:00:00.000000+00:00", {"rows": 7})


def test_no_record_outside_a_transaction(live_db: SimpleNamespace) -> None:
    assert live_db
    with pytest.raises(RuntimeError, match="outside the transaction"):
        record("lifecycle.plan.advanced", subject="x", actor=TICK, at=NOON)
    assert not AuditEvent.objects.exists()


def test_a_record_goes_when_its_act_is_rolled_back(live_db: SimpleNamespace) -> None:
    assert live_db

    def fail() -> None:
        with transaction.atomic():
            record("lifecycle.plan.advanced", subject="x", actor=TICK, at=NOON)
            raise ValueError("the act failed")

    with pytest.raises(ValueError, match="the act failed"):
        fail()
    assert not AuditEvent.objects.exists()


def test_no_act_without_its_record(live_db: SimpleNamespace) -> None:
    """The ledger cannot be written: whatever would have to be on record is not done."""
    plan, operator, approver = a_plan(stage=Stage.OFF), olga(), anna()
    with psycopg.connect(live_db.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("REVOKE INSERT ON lifecycle_auditevent FROM sunsetter_app, sunsetter_portal")
    with pytest.raises(DatabaseError, match="permission denied"):
        advance(plan_id=plan.pk, to=Stage.ROLLED_BACK, actor=operator.actor, now=NOON, reason="data lost")
    with pytest.raises(DatabaseError, match="permission denied"):
        approve(plan_id=plan.pk, to=Stage.CLOSED, seen_hash=plan_hash(plan), actor=approver.actor, now=NOON)
    assert SunsetPlan.objects.get().stage == Stage.OFF
    assert not Approval.objects.exists()


@pytest.mark.django_db
def test_a_refused_act_leaves_nothing() -> None:
    plan = a_plan()
    with pytest.raises(Refused):
        advance(plan_id=plan.pk, to=Stage.CLOSED, actor=olga().actor, now=NOON)
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_a_customers_act_is_recorded_under_their_own_account_and_no_other() -> None:
    own, other = acme(), neighbour()
    with portal_scope(own):
        record("portability.export.requested", subject="exp_1", actor=TICK, at=NOON, account=own)
        for account in (other, None):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                record("portability.export.requested", subject="exp_1", actor=TICK, at=NOON, account=account)
    assert [event.account for event in AuditEvent.objects.all()] == [own]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["line\nbreak\r", "\x1b[31mred", '"}],', "计划 🚀", "а\u202ebcd"])
def test_no_text_breaks_out_of_its_record(text: str) -> None:
    """S32: no log injection."""
    event = record("lifecycle.plan.advanced", subject="x", actor=TICK, at=NOON, reason=text)
    event.refresh_from_db()
    assert json.loads(event.body)["facts"] == {"reason": text}
    assert "\n" not in event.body
