"""Who may do which act, and is stopping always easier than going on?"""

from itertools import product

import pytest

from lifecycle.rules.actors import Actor, ActorKind, Role
from lifecycle.rules.rights import ONE_PERSON_ALWAYS, RIGHTS, Right, may, may_move_to
from lifecycle.rules.stages import LADDER, RULES, Move, Stage
from lifecycle.rules.verdicts import Reason

R = Right
EXPECTED: dict[Role, set[Right]] = {
    Role.NONE: set(),
    Role.SUPPORT: set(),
    Role.PM: {R.MOVE, R.APPROVE, R.STOP, R.EDIT_PLAN, R.ATTEST, R.CLEAR_ACCOUNT, R.SETTLE_MESSAGE},
    Role.CSM_LEAD: {R.APPROVE, R.STOP, R.ATTEST, R.CLEAR_ACCOUNT, R.SETTLE_MESSAGE},
    Role.CSM: {R.STOP, R.CLEAR_ACCOUNT, R.SETTLE_MESSAGE},
    Role.OPERATOR: {R.MOVE, R.APPROVE, R.STOP, R.ATTEST, R.SETTLE_MESSAGE, R.MANAGE_STAFF},
    Role.APPROVER: {R.APPROVE, R.STOP},
}


def person(role: Role) -> Actor:
    return Actor(ActorKind.PERSON, "somebody", "somebody", role)


@pytest.mark.parametrize(("role", "right"), list(product(Role, Right)), ids=lambda each: each.value)
def test_each_role_has_exactly_its_rights(role: Role, right: Right) -> None:
    verdict = may(person(role), right)
    assert bool(verdict) == (right in EXPECTED[role])
    assert {blocker.reason for blocker in verdict.blockers} <= {Reason.WRONG_PERSON}


def test_a_refusal_names_who_could() -> None:
    (blocker,) = may(person(Role.SUPPORT), Right.EDIT_PLAN).blockers
    assert blocker.fact("entitled") == "pm"


@pytest.mark.parametrize(("role", "to"), list(product(Role, LADDER)), ids=lambda each: each.value)
def test_forward_moves_need_the_stages_mover(role: Role, to: Stage) -> None:
    assert bool(may_move_to(person(role), to, Move.FORWARD)) == (role is RULES[to].mover)


@pytest.mark.parametrize(("role", "kind"), list(product(Role, sorted(ONE_PERSON_ALWAYS))), ids=lambda each: each.value)
def test_any_one_person_with_the_stop_right_may_stop(role: Role, kind: Move) -> None:
    """Break-glass is asymmetric (reliability 4.1, rule 11)."""
    assert bool(may_move_to(person(role), Stage.PAUSED, kind)) == (Right.STOP in EXPECTED[role])


@pytest.mark.parametrize("to", list(Stage))
def test_the_system_alone_only_begins_to_observe(to: Stage) -> None:
    assert bool(may_move_to(Actor.system("tick"), to, Move.FORWARD)) == (to is Stage.OBSERVING)


def test_every_role_has_a_line() -> None:
    assert set(RIGHTS) == set(Role)


def test_nobody_is_no_actor() -> None:
    with pytest.raises(ValueError, match="nobody acts"):
        Actor.system("")


def test_two_logins_of_one_person_share_an_identity_and_a_system_has_its_own() -> None:
    assert Actor(ActorKind.PERSON, "Olga", "olga").identity == Actor(ActorKind.PERSON, "O.", "olga").identity
    assert Actor.system("olga").identity != "olga"
