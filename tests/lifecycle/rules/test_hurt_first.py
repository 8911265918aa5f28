"""Who stands first where a retirement's accounts are read (interface, section 7, 13: three of the top ten)?"""

from decimal import Decimal

import pytest

from lifecycle.rules.hurt_first import Hurt, Order, ordered

ROWS = (
    Hurt("a-none", users=0, dependence=0.0, value=Decimal(900)),
    Hurt("b-unknown", users=None, dependence=None, value=None),
    Hurt("c-few", users=2, dependence=0.9, value=Decimal(10)),
    Hurt("d-many", users=50, dependence=0.2, value=Decimal(500)),
    Hurt("e-more", users=60, dependence=0.2, value=Decimal(500)),
)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.HURT, "cedba"),
        (Order.USERS, "edcba"),
        (Order.VALUE, "adecb"),
        (Order.KEY, "abcde"),
    ],
)
def test_unknown_use_is_never_none_and_unknown_value_never_first(order: Order, expected: str) -> None:
    assert "".join(row.account[0] for row in ordered(reversed(ROWS), order)) == expected
