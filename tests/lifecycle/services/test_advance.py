"""Does a plan move only along the table, by the right person, through an open gate, and on record (P9, A19)?"""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection

from lifecycle.api import AuditEvent, Refused, SunsetPlan, advance, approve, gate_verdict, moves_of, plan_hash
from lifecycle.models import Exemption
from lifecycle.rules.actors import Actor
from lifecycle.rules.criteria import DEMANDS
from lifecycle.rules.stages import Move, Stage
from tests.cast import (
    OFF_NOON,
    a_plan,
    acme,
    anna,
    corner_shop,
    dora,
    failing_value,
    know,
    know_all,
    lena,
    olga,
    paul,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
COMPUTED_WHEN_ASKED = {"plan_fresh", "approvals", "calendar", "contract_end"}
RECORDED = [key for key in DEMANDS[Stage.OFF] if key not in COMPUTED_WHEN_ASKED]


def ready_to_switch_off(at: datetime = OFF_NOON) -> SunsetPlan:
    plan = a_plan(stage=Stage.BROWNOUT)
    know_all(plan, Stage.OFF, [acme(), corner_shop()], at=at)
    both_approve(plan, at)
    return plan


def both_approve(plan: SunsetPlan, at: datetime = OFF_NOON) -> None:
    for person in (lena(), anna()):
        approve(plan_id=plan.pk, to=Stage.OFF, seen_hash=plan_hash(plan), actor=person.actor, now=at)


def refused(plan: SunsetPlan, to: Stage, actor: Actor, reason: str = "") -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        advance(plan_id=plan.pk, to=to, actor=actor, now=OFF_NOON, reason=reason)
    plan.refresh_from_db()
    return [(each.criterion, each.subject) for each in refusal.value.verdict.blockers]


def test_an_open_gate_lets_the_operator_switch_off_and_keeps_the_evidence_on_record() -> None:
    plan = ready_to_switch_off()
    seen = plan_hash(plan)
    moved = advance(plan_id=plan.pk, to=Stage.OFF, actor=olga().actor, now=OFF_NOON)
    assert (moved.stage, moved.stage_since_at) == (Stage.OFF, OFF_NOON)
    event = AuditEvent.objects.get(action="lifecycle.plan.advanced")
    facts = json.loads(event.body)["facts"]
    assert (event.actor, event.plan_key, facts["previous"], facts["to"]) == ("Olga", plan.key, "brownout", "off")
    assert facts["plan_hash"] == seen
    frozen = {(criterion, subject): value for criterion, subject, value, _, _ in facts["evidence"]}
    assert frozen["usage_below", "acme"] == "0"
    assert {criterion for criterion, _ in frozen} >= set(DEMANDS[Stage.OFF])


@pytest.mark.parametrize("criterion", RECORDED)
def test_one_newer_fact_that_does_not_hold_shuts_the_gate_again(criterion: str) -> None:
    """An earlier green is never trusted: the act checks again (reliability 4.1, rule 3)."""
    plan = ready_to_switch_off()
    assert gate_verdict(plan=plan, to=Stage.OFF, now=OFF_NOON)
    rows = plan.evidence.filter(criterion=criterion)
    subject = rows.order_by("account__key").first().account  # type: ignore[union-attr]  # know_all() put it there
    know(plan, criterion, failing_value(criterion), account=subject, at=OFF_NOON)
    assert refused(plan, Stage.OFF, olga().actor) == [(criterion, subject.key if subject else "")]
    assert plan.stage == Stage.BROWNOUT
    assert not AuditEvent.objects.filter(action="lifecycle.plan.advanced").exists()


def test_a_weekend_and_a_running_contract_shut_the_gate() -> None:
    plan = a_plan(stage=Stage.BROWNOUT)
    account = acme()
    account.contract_end_date = (OFF_NOON + 30 * DAY).date()
    account.save()
    know_all(plan, Stage.OFF, [account], at=OFF_NOON)
    found = gate_verdict(plan=plan, to=Stage.OFF, now=OFF_NOON + 4 * DAY)
    assert {"calendar", "contract_end"} <= {each.criterion for each in found.blockers}


def test_a_plan_that_changed_after_its_approvals_is_refused() -> None:
    plan = ready_to_switch_off()
    plan.document = "changed after the approvals"
    plan.save()
    assert refused(plan, Stage.OFF, olga().actor) == [("plan_fresh", ""), ("approvals", "")]


def test_a_newly_found_account_voids_the_approvals() -> None:
    """N79: who joins after the freeze was seen by nobody."""
    plan = a_plan(stage=Stage.BROWNOUT)
    know_all(plan, Stage.OFF, [corner_shop()], at=OFF_NOON)
    for person in (lena(), anna()):
        approve(plan_id=plan.pk, to=Stage.OFF, seen_hash=plan_hash(plan), actor=person.actor, now=OFF_NOON)
    assert gate_verdict(plan=plan, to=Stage.OFF, now=OFF_NOON)
    know_all(plan, Stage.OFF, [acme()], at=OFF_NOON)
    assert refused(plan, Stage.OFF, olga().actor) == [("plan_fresh", ""), ("approvals", "")]


def test_nobody_affected_is_unknown_not_everybody_gone() -> None:
    """N74: an empty list is never "all"."""
    plan = a_plan(stage=Stage.BROWNOUT)
    know_all(plan, Stage.OFF, [], at=OFF_NOON)
    found = gate_verdict(plan=plan, to=Stage.OFF, now=OFF_NOON)
    assert {each.criterion for each in found.blockers} >= {"usage_below", "export_settled", "backup_restores"}


def test_no_stage_is_entered_before_its_date() -> None:
    plan = ready_to_switch_off(OFF_NOON - DAY)
    early = gate_verdict(plan=plan, to=Stage.OFF, now=OFF_NOON - DAY)
    assert [each.criterion for each in early.blockers] == ["too_early"]


def test_a_wrong_place_names_the_stages_that_may_follow() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    assert refused(plan, Stage.OFF, olga().actor) == [("move", "")]
    assert dict(moves_of(plan)) == {
        Stage.CLOSED_TO_NEW: Move.FORWARD,
        Stage.PAUSED: Move.PAUSE,
        Stage.CANCELLED: Move.CANCEL,
    }


def test_the_wrong_person_is_told_apart_from_a_shut_gate() -> None:
    plan = ready_to_switch_off()
    with pytest.raises(Refused, match="another person") as refusal:
        advance(plan_id=plan.pk, to=Stage.OFF, actor=paul().actor, now=OFF_NOON)
    assert refusal.value.is_wrong_person


def test_any_success_manager_stops_alone_but_says_why_and_the_plan_resumes_where_it_stood() -> None:
    plan = a_plan(stage=Stage.READ_ONLY)
    assert refused(plan, Stage.PAUSED, dora().actor, reason="  ") == [("reason", "")]
    advance(plan_id=plan.pk, to=Stage.PAUSED, actor=dora().actor, now=OFF_NOON, reason="Acme is not ready")
    plan.refresh_from_db()
    assert (plan.stage, plan.paused_from) == (Stage.PAUSED, Stage.READ_ONLY)
    assert refused(plan, Stage.EXPORT_ONLY, paul().actor) == [("move", "")]
    resumed = advance(plan_id=plan.pk, to=Stage.READ_ONLY, actor=paul().actor, now=OFF_NOON)
    assert (resumed.stage, resumed.paused_from) == (Stage.READ_ONLY, "")


def test_a_paused_plan_can_be_withdrawn() -> None:
    plan = a_plan(stage=Stage.BROWNOUT)
    advance(plan_id=plan.pk, to=Stage.PAUSED, actor=dora().actor, now=OFF_NOON, reason="wait")
    gone = advance(plan_id=plan.pk, to=Stage.CANCELLED, actor=paul().actor, now=OFF_NOON, reason="kept after all")
    assert (gone.stage, gone.paused_from) == (Stage.CANCELLED, "")
    assert moves_of(gone) == ()


@pytest.mark.parametrize("stage", [Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED])
def test_one_person_rolls_back_after_the_end(stage: Stage) -> None:
    plan = a_plan(stage=stage)
    moved = advance(plan_id=plan.pk, to=Stage.ROLLED_BACK, actor=dora().actor, now=OFF_NOON, reason="acme lost data")
    assert moved.stage == Stage.ROLLED_BACK


def test_leave_of_two_people_for_one_account_lets_the_gate_open_with_a_caution() -> None:
    plan = ready_to_switch_off()
    know(plan, "usage_below", 3, account=acme(), at=OFF_NOON)
    leave = {"reason": "three calls by a script that nobody needs", "starts_at": OFF_NOON, "ends_at": OFF_NOON + DAY}
    Exemption.objects.create(plan=plan, account=acme(), kind="criterion", criterion="usage_below", **leave)
    assert "approvals" in {each.criterion for each in gate_verdict(plan=plan, to=Stage.OFF, now=OFF_NOON).blockers}
    both_approve(plan)
    verdict = gate_verdict(plan=plan, to=Stage.OFF, now=OFF_NOON)
    assert (verdict.level, [each.subject for each in verdict.cautions]) == ("caution", ["acme"])
    assert not gate_verdict(plan=plan, to=Stage.OFF, now=OFF_NOON + DAY)


def test_leave_to_go_on_using_spares_nobody_notice_export_or_archive() -> None:
    """A19: one person grants use for a while; told, reached, exported and archived the account must be all the same."""
    plan = a_plan(stage=Stage.BROWNOUT)
    know_all(plan, Stage.OFF, [acme(), corner_shop()], at=OFF_NOON)
    for criterion, value in (("usage_below", 3), ("notice_served", False), ("export_settled", False)):
        know(plan, criterion, value, account=acme(), at=OFF_NOON)
    leave = {"reason": "paid until winter", "starts_at": OFF_NOON, "ends_at": OFF_NOON + DAY}
    Exemption.objects.create(plan=plan, account=acme(), kind="access", **leave)
    both_approve(plan)
    found = gate_verdict(plan=plan, to=Stage.OFF, now=OFF_NOON)
    blocked = [(each.criterion, each.subject) for each in found.blockers]
    assert blocked == [("notice_served", "acme"), ("export_settled", "acme")]
    assert [(each.criterion, each.subject) for each in found.cautions] == [("usage_below", "acme")]


def test_leave_to_go_on_using_outlives_off_but_holds_the_data() -> None:
    plan = a_plan(stage=Stage.ARCHIVED, dated=False)
    know_all(plan, Stage.CLOSED, [acme()], at=OFF_NOON)
    leave = {"reason": "paid until winter", "starts_at": OFF_NOON, "ends_at": OFF_NOON + DAY}
    Exemption.objects.create(plan=plan, account=acme(), kind="access", **leave)
    found = gate_verdict(plan=plan, to=Stage.CLOSED, now=OFF_NOON)
    assert ("access_leave", "acme") in {(each.criterion, each.subject) for each in found.blockers}


def test_the_plan_is_locked_while_it_moves() -> None:
    with connection.execute_wrapper(_note) as _:
        _SEEN.clear()
        advance(plan_id=a_plan(stage=Stage.OFF).pk, to=Stage.ROLLED_BACK, actor=olga().actor, now=OFF_NOON, reason="x")
    assert any("lifecycle_sunsetplan" in sql and "FOR UPDATE" in sql for sql in _SEEN)


_SEEN: list[str] = []


def _note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # Django's own protocol
    _SEEN.append(sql)
    return execute(sql, params, many, context)
