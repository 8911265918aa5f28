"""Are there enough people behind a move, and does nobody count twice (P9, S30)?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.actors import Role
from lifecycle.rules.approvals import APPROVERS, VALID_FOR, Yes, enough, valid
from lifecycle.rules.stages import RULES, Stage
from tests.cast import NOON

HASH, OLDER_HASH = "a" * 64, "b" * 64
OPERATOR = Yes("olga", Role.OPERATOR, HASH, NOON)
APPROVER = Yes("anna", Role.APPROVER, HASH, NOON)
AUTHOR = Yes("paul", Role.PM, HASH, NOON)


def suffices(*given_yes: Yes, stage: Stage = Stage.OFF) -> bool:
    return enough(stage, given_yes, plan_hash=HASH, author="paul", now=NOON)


def test_two_people_of_whom_one_operates_are_enough_to_switch_off() -> None:
    assert suffices(OPERATOR, APPROVER)
    assert suffices(APPROVER, Yes("lena", Role.CSM_LEAD, HASH, NOON))


def test_one_person_is_not_enough() -> None:
    assert not suffices()
    assert not suffices(OPERATOR)


def test_two_logins_of_one_person_count_once() -> None:
    assert not suffices(OPERATOR, replace(OPERATOR, role=Role.APPROVER))


def test_the_author_does_not_count() -> None:
    assert not suffices(OPERATOR, AUTHOR)
    assert not suffices(AUTHOR, stage=Stage.DECIDED)


def test_two_approvers_without_operator_or_success_lead_do_not_suffice() -> None:
    assert not suffices(APPROVER, replace(APPROVER, identity="anton"))


def test_a_yes_to_another_hash_does_not_count() -> None:
    assert not suffices(OPERATOR, replace(APPROVER, plan_hash=OLDER_HASH))


def test_a_yes_is_valid_for_seven_days_and_never_from_the_future() -> None:
    assert suffices(OPERATOR, replace(APPROVER, at=NOON - VALID_FOR))
    assert not suffices(OPERATOR, replace(APPROVER, at=NOON - VALID_FOR - timedelta(microseconds=1)))
    assert not suffices(OPERATOR, replace(APPROVER, at=NOON + timedelta(microseconds=1)))


@pytest.mark.parametrize("role", list(Role))
def test_only_approving_roles_count(role: Role) -> None:
    yes = replace(APPROVER, role=role)
    assert valid(yes, plan_hash=HASH, author="paul", now=NOON) == (role in APPROVERS)
    assert suffices(yes, stage=Stage.READ_ONLY) == (role in APPROVERS)


@pytest.mark.parametrize("stage", list(Stage))
def test_nobodys_yes_suffices_only_where_the_table_asks_nobody(stage: Stage) -> None:
    assert suffices(stage=stage) == (RULES[stage].people == 0)


PEOPLE = st.builds(
    Yes,
    st.sampled_from(["paul", "olga", "anna", "lena"]),
    st.sampled_from(list(Role)),
    st.sampled_from([HASH, OLDER_HASH]),
    st.sampled_from([NOON, NOON - VALID_FOR * 2, NOON + VALID_FOR]),
)


@given(st.lists(PEOPLE, max_size=8))
def test_whatever_is_given_two_other_valid_people_stand_behind_every_switch_off(given_yes: list[Yes]) -> None:
    good = {
        yes.identity
        for yes in given_yes
        if yes.plan_hash == HASH and yes.at == NOON and yes.role in APPROVERS and yes.identity != "paul"
    }
    if suffices(*given_yes):
        assert len(good) >= 2
