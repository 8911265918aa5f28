"""Does the newest fact count, is unknown kept apart from zero, and does a person sign only for what nobody computes?"""

from datetime import timedelta

import pytest

from lifecycle.api import AuditEvent, Evidence, Refused, attest, newest_facts, record_evidence
from lifecycle.rules.criteria import CRITERIA, Scope, Source
from tests.cast import NOON, a_plan, acme, anna, corner_shop, olga

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_the_newest_fact_per_criterion_and_account_counts_whatever_the_order_of_arrival() -> None:
    plan, other = a_plan(), a_plan(module="charts")
    for value, hours in ((3, 2), (9, 1)):  # the older one arrives later
        record_evidence(
            plan=plan, criterion="usage_below", subject=acme(), value=value, as_of=NOON + hours * HOUR, source="usage"
        )
    record_evidence(plan=plan, criterion="usage_below", subject=corner_shop(), value=None, as_of=NOON, source="usage")
    record_evidence(plan=other, criterion="usage_below", subject=acme(), value=0, as_of=NOON + 9 * HOUR, source="usage")
    facts = newest_facts(plan)
    assert {place: fact.value for place, fact in facts.items()} == {
        ("usage_below", "acme"): 3,
        ("usage_below", "corner-shop"): None,
    }
    assert facts["usage_below", "acme"].as_of == NOON + 2 * HOUR


def test_of_two_facts_of_one_instant_the_later_recorded_counts() -> None:
    plan = a_plan()
    for value in (True, False):
        record_evidence(plan=plan, criterion="activity_alive", subject=None, value=value, as_of=NOON, source="usage")
    assert newest_facts(plan)["activity_alive", ""].value is False


@pytest.mark.parametrize("value", [0, 1, 2.5, "text", True, False, None])
def test_a_value_comes_back_as_it_was_pushed(value: int | float | str | bool | None) -> None:
    plan = a_plan()
    record_evidence(plan=plan, criterion="no_export_open", subject=acme(), value=value, as_of=NOON, source="export")
    found = newest_facts(plan)["no_export_open", "acme"].value
    assert (found, type(found)) == (value, type(value))


def test_a_criterion_that_no_gate_knows_is_refused() -> None:
    with pytest.raises(KeyError, match="no_such"):
        record_evidence(plan=a_plan(), criterion="no_such", subject=None, value=True, as_of=NOON, source="x")


def test_a_person_signs_on_record_for_what_nobody_computes() -> None:
    plan = a_plan()
    attest(plan=plan, criterion="rollback_ready", subject=None, actor=olga().actor, note="rehearsed today", now=NOON)
    fact = newest_facts(plan)["rollback_ready", ""]
    assert (fact.value, fact.source, fact.as_of) == (True, "Olga", NOON)
    assert AuditEvent.objects.get(action="lifecycle.evidence.attested").subject == "rollback_ready"


@pytest.mark.parametrize("criterion", sorted(CRITERIA))
def test_nobody_signs_for_what_is_computed(criterion: str) -> None:
    plan = a_plan()
    subject = None if CRITERIA[criterion].scope is Scope.PLAN else acme()
    if CRITERIA[criterion].source is Source.ATTESTED:
        attest(plan=plan, criterion=criterion, subject=subject, actor=olga().actor, note="checked", now=NOON)
    else:
        with pytest.raises(Refused, match="nobody can sign"):
            attest(plan=plan, criterion=criterion, subject=subject, actor=olga().actor, note="checked", now=NOON)


def test_a_signature_needs_a_note_the_right_subject_and_the_right() -> None:
    plan = a_plan()
    with pytest.raises(Refused, match="say what you checked"):
        attest(plan=plan, criterion="operators", subject=None, actor=olga().actor, note=" ", now=NOON)
    with pytest.raises(Refused, match="the plan as a whole"):
        attest(plan=plan, criterion="operators", subject=acme(), actor=olga().actor, note="x", now=NOON)
    with pytest.raises(Refused, match="another person"):
        attest(plan=plan, criterion="operators", subject=None, actor=anna().actor, note="x", now=NOON)
    with pytest.raises(Refused, match="no_such"):
        attest(plan=plan, criterion="no_such", subject=None, actor=olga().actor, note="x", now=NOON)
    assert not Evidence.objects.exists()
