"""Who gives and takes roles, and what can nobody do alone (S4: two people stay two people)?"""

import pytest

from lifecycle.api import AuditEvent, User
from lifecycle.rules.actors import Role
from tests.cast import alice, anna, olga, paul
from tests.lifecycle.commands.answers import Answer, run

pytestmark = pytest.mark.django_db
WHY = ("--reason", "joined the team")


def role_of(email: str) -> tuple[str, bool]:
    user = User.objects.get(email=email)
    return user.role, user.is_staff


def grant(email: str, role: str, *more: str) -> Answer:
    return run("staff", "grant", email, role, *WHY, *more)


def test_the_command_line_makes_the_first_operator_and_no_second_one() -> None:
    made = grant("ole@example.com", "operator", "--name", "Ole Ek")
    assert (made.code, role_of("ole@example.com")) == (0, ("operator", True))
    assert not User.objects.get().has_usable_password()
    assert grant("eve@example.com", "operator", "--name", "Eve").code == 2
    assert grant("ole@example.com", "approver").code == 2
    assert AuditEvent.objects.get(action="lifecycle.role.granted").actor == "command line"


def test_the_command_line_gives_no_other_role_by_itself() -> None:
    assert grant("eve@example.com", "approver", "--name", "Eve").code == 2
    assert not User.objects.exists()


def test_an_operator_gives_and_takes_roles_on_record() -> None:
    by = ("--as", olga().email)
    assert grant("nils@example.com", "csm", *by).code == 1, "somebody new needs a name"
    assert grant("nils@example.com", "csm", *by, "--name", "Nils").code == 0
    assert grant("nils@example.com", "csm", *by).code == 3
    assert grant("Nils@Example.com", "csm_lead", *by).code == 0
    assert run("staff", "revoke", "nils@example.com", "csm", *by, *WHY).code == 1, "that is not the role it has"
    assert run("staff", "revoke", "nils@example.com", *by).code == 2, "it takes a reason"
    assert run("staff", "revoke", "nils@example.com", *by, *WHY).code == 0
    assert role_of("nils@example.com") == (Role.NONE, False)
    acts = AuditEvent.objects.order_by("id").values_list("action", "actor")
    assert list(acts) == [
        ("lifecycle.role.granted", "Olga"),
        ("lifecycle.role.granted", "Olga"),
        ("lifecycle.role.revoked", "Olga"),
    ]


def test_nobody_changes_their_own_role_whatever_login_they_use() -> None:
    olga(), paul()
    User.objects.filter(email=paul().email).update(identity="one-person", role=Role.OPERATOR)
    second = User.objects.create_user(
        "paul.two@example.com", None, name="Paul", identity="one-person", is_staff=True, role=Role.OPERATOR
    )
    for email in (paul().email, second.email):
        refused = grant(email, "approver", "--as", paul().email)
        assert (refused.code, refused.complained.splitlines()[0]) == (
            2,
            "Nobody changes their own role: another operator must do it.",
        )


def test_only_operators_and_never_the_last_one_and_no_customers_login() -> None:
    for person in (paul(), anna()):
        assert grant("eve@example.com", "csm", "--name", "Eve", "--as", person.email).code == 2
    customer = grant(alice().email, "csm", "--as", olga().email)
    assert (customer.code, "the login of a customer" in customer.complained) == (2, True)
    last = run("staff", "revoke", olga().email, *WHY)
    assert (last.code, "the last operator" in last.complained) == (2, True)


def test_the_list_shows_those_with_a_role_first() -> None:
    assert run("staff", "list").code == 3
    User.objects.create_user("aa@example.com", None, name="A", is_staff=True)
    olga(), alice()
    rows = run("staff", "list", "--json").data
    assert [(row["email"], row["role"]) for row in rows] == [(olga().email, "operator"), ("aa@example.com", "none")]


@pytest.mark.parametrize("words", [("grant",), ("grant", "a@b.example", "king"), ("revoke", "nobody@b.example")])
def test_what_names_nobody_or_no_role_is_an_error(words: tuple[str, ...]) -> None:
    assert run("staff", *words, *WHY, "--as", olga().email).code == 1
