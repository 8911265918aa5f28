"""Does what is known of single accounts come before what a person signed for all (G10)?"""

from datetime import timedelta

from lifecycle.rules.criteria import CRITERIA, DEMANDS, Scope, Value
from lifecycle.rules.gates import Fact, FactKey, Subject, may_enter
from lifecycle.rules.stages import Stage
from lifecycle.rules.verdicts import Reason
from tests.cast import NOON, passing_value

WAIVED = frozenset({"transfer_done"})
SUBJECTS = (Subject("acme", is_key_account=True), Subject("corner-shop", is_key_account=False))


def found(*facts: tuple[str, Value], subjects: tuple[Subject, ...] = SUBJECTS) -> list[tuple[str, Reason]]:
    """What blocks at the gate to off when all other criteria hold."""
    known: dict[FactKey, Fact] = {}
    for key in DEMANDS[Stage.OFF]:
        for subject in ("",) if CRITERIA[key].scope is Scope.PLAN else ("acme", "corner-shop"):
            known[key, subject] = Fact(passing_value(key), NOON, "test")
    del known["transfer_done", ""]
    known.update({("transfer_done", subject): Fact(value, NOON, "portability") for subject, value in facts})
    verdict = may_enter(Stage.OFF, facts=known, subjects=subjects, now=NOON)
    assert {each.criterion for each in verdict.blockers} <= {"transfer_done"}
    return [(each.subject, each.reason) for each in verdict.blockers]


def test_a_signature_covers_accounts_without_a_transfer() -> None:
    assert found(("", True)) == []
    assert found(("", True), ("acme", True)) == []


def test_a_signature_does_not_cover_an_account_whose_transfer_is_not_done() -> None:
    assert found(("", True), ("acme", False)) == [("acme", Reason.BELOW)]
    assert found(("", True), ("acme", None)) == [("acme", Reason.UNKNOWN)]


def test_no_signature_is_needed_when_every_account_has_its_own_fact() -> None:
    assert found(("acme", True), ("corner-shop", True)) == []
    assert found(("acme", True)) == [("", Reason.MISSING)]


def test_two_people_may_let_one_account_pass() -> None:
    subjects = (Subject("acme", is_key_account=True, leave=WAIVED), SUBJECTS[1])
    assert found(("", True), ("acme", False), subjects=subjects) == []
    assert found(("corner-shop", True), subjects=subjects) == []  # of acme nothing is known, and two people bear that
    assert found(("corner-shop", False), subjects=subjects) == [("corner-shop", Reason.BELOW)]


def test_only_a_criterion_made_for_it_listens_to_single_accounts() -> None:
    assert [each.key for each in CRITERIA.values() if each.has_own_facts] == ["transfer_done"]
    assert CRITERIA["transfer_done"].fresh_for >= timedelta(days=1)
