"""A signature can be revoked, a secret rotated, and a withdrawn plan still opens the module again (A19, P7, A18)."""

import base64
import json
from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import Settings

from config.tick import Ticker
from demo.host_product import HostProduct
from lifecycle.api import AuditEvent, attest, drive_switches, gate_verdict, prove_audit, record, sequence_all, verify
from lifecycle.rules.stages import Stage
from tests.cast import NOON, OFF_NOON, a_plan, know_all, olga

SECRET = "whsec_" + base64.b64encode(b"a secret of this test, nowhere else").decode()

pytestmark = pytest.mark.django_db


def test_what_a_person_signed_for_can_be_said_to_hold_no_longer() -> None:
    plan = a_plan(stage=Stage.BROWNOUT)
    know_all(plan, Stage.OFF, [], at=OFF_NOON)
    attest(
        plan=plan,
        criterion="no_incident",
        subject=None,
        actor=olga().actor,
        note="An outage.",
        now=OFF_NOON,
        holds=False,
    )
    found = gate_verdict(plan=plan, to=Stage.OFF, now=OFF_NOON)
    assert ("no_incident", "below") in {(each.criterion, each.reason.value) for each in found.blockers}
    acts = AuditEvent.objects.filter(action="lifecycle.evidence.revoked")
    assert [json.loads(each.body)["facts"]["note"] for each in acts] == ["An outage."]


def test_the_ledger_verifies_after_its_secret_was_rotated(settings: Settings) -> None:
    with transaction.atomic():
        record("lifecycle.plan.applied", subject="x", actor=olga().actor, at=NOON)
    sequence_all(now=NOON)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" + "y" * 50, [settings.SECRET_KEY]
    assert verify().fault is None
    settings.SECRET_KEY_FALLBACKS = []
    fault = verify().fault
    assert fault is not None
    assert fault.kind == "signature"


def test_an_act_that_waits_for_its_place_is_no_fault_at_the_gate() -> None:
    plan = a_plan()
    with transaction.atomic():
        record("lifecycle.plan.applied", subject="x", actor=olga().actor, at=NOON)
    assert prove_audit(now=NOON).fault is None
    assert plan.evidence.get(criterion="audit_ok").value is True


def test_a_withdrawn_plan_is_driven_until_the_host_shows_the_module_live_again(settings: Settings) -> None:
    """The doorbell of the move may be lost, and the host be away in that second: the tick asks again."""
    settings.SWITCH_SECRETS = {"SWITCH_SECRET": SECRET}
    with HostProduct(SECRET) as host:
        plan = a_plan(stage=Stage.READ_ONLY)
        plan.settings = {"switch": {"kind": "webhook", "url": host.switch_url, "secret_name": "SWITCH_SECRET"}}
        plan.save()
        drive_switches(plan_id=plan.pk, now=NOON)
        assert host.level_of(plan.module.key, "") == "read_only"
        plan.stage = Stage.CANCELLED
        plan.save()
        rung: list[object] = []
        Ticker(lambda doorbell, ids: rung.append((doorbell, ids.get("plan_id")))).tick(now=NOON, elapsed=0.0)
        assert ("lifecycle.drive_switches", plan.pk) in rung
        for minute in range(3):
            drive_switches(plan_id=plan.pk, now=NOON + timedelta(minutes=minute), is_forced=True)
        assert host.level_of(plan.module.key, "") == "live"
        assert plan.switches.get(account=None).is_observed
