"""A bare 5.7.1 is one recipient's no until others give the same one (notices 8, notices case 11)."""

import pytest

from notifications.rules.same_answers import SaidNo, likeness, said_to_many

NO = "550 5.7.1 Relaying denied"


@pytest.mark.parametrize(
    ("mailboxes", "is_ours"),
    [
        ((), False),
        (("a@one.example",), False),
        (("a@one.example", "a@one.example", "a@one.example"), False),
        (("a@one.example", "b@one.example"), False),
        (("a@one.example", "b@one.example", "c@one.example"), True),
        (("a@one.example", "a@two.example"), True),
    ],
)
def test_two_domains_or_three_mailboxes_of_one_make_it_our_own_fault(
    mailboxes: tuple[str, ...], *, is_ours: bool
) -> None:
    assert said_to_many(SaidNo(each, NO) for each in mailboxes) == (NO if is_ours else "")


def test_different_answers_are_different_peoples_rules() -> None:
    answers = ("550 5.7.1 Relaying denied", "554 5.7.1 Delivery not authorized", "550 5.7.1")
    assert said_to_many(SaidNo(f"a@{n}.example", each) for n, each in enumerate(answers)) == ""


def test_what_is_one_recipients_own_makes_no_difference() -> None:
    one = "550 5.7.1 <bob@corner.example>: Recipient address rejected (mx1.corner.example) [203.0.113.7] id 4F-77q"
    other = "554 5.7.1 <eve@shop.example>: Recipient address rejected (in-07.shop.example) [198.51.100.9] id Zx9.1"
    assert likeness(one) == likeness(other) == "recipient address rejected id"
    assert said_to_many([SaidNo("bob@corner.example", one), SaidNo("eve@shop.example", other)]) == one


def test_bare_codes_are_alike() -> None:
    assert likeness("550 5.7.1") == likeness("554 5.7.1 ") == ""
