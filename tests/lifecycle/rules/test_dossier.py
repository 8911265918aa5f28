"""Which new fact lies beyond what a decision was bound to (A6)?"""

from decimal import Decimal

import pytest

from lifecycle.rules.dossier import Figure, Known, bounds_around, broken, known_figures
from lifecycle.rules.feedback import Remark, Severity, Voice
from tests.lifecycle.rules.test_cost import GIVEN
from tests.lifecycle.rules.test_scenarios import NINE

COMPLAINT = Remark(Voice.SUPPORT, Severity.CRITICAL, "Audit needs it.")


def known(users: int | None = 10, revenue: int = 1_000) -> Known:
    priced = (("EUR", Decimal(revenue)),)
    return known_figures(users=users, accounts=3, revenue=priced, costs=GIVEN, scores=NINE, remarks=[COMPLAINT])


def test_every_known_figure_gets_a_bound_and_nothing_unknown_does() -> None:
    assert {each.figure for each in bounds_around(known())} == set(Figure)
    bare = known_figures(
        users=None,
        accounts=None,
        revenue=(("EUR", Decimal(1)), ("USD", Decimal(1))),
        costs=type(GIVEN)(),
        scores=(),
        remarks=(),
    )
    assert set(bare) == {Figure.CRITICAL_REMARKS}


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        ({}, []),
        ({Figure.USERS: 13}, []),
        ({Figure.USERS: 14}, [Figure.USERS]),
        ({Figure.ACCOUNTS: 5}, [Figure.ACCOUNTS]),
        ({Figure.REVENUE: 1_250}, []),
        ({Figure.REVENUE: 1_251}, [Figure.REVENUE]),
        ({Figure.SAVING: 13_500}, []),
        ({Figure.SAVING: 13_499}, [Figure.SAVING]),
        ({Figure.SCORE: 2}, [Figure.SCORE]),
        ({Figure.ONE_OFF: 172_501}, [Figure.ONE_OFF]),
        ({Figure.CRITICAL_REMARKS: 2}, [Figure.CRITICAL_REMARKS]),
        ({Figure.USERS: 0, Figure.SAVING: 99_999}, []),
    ],
)
def test_a_quarter_more_or_less_is_tolerated_and_one_more_critical_remark_is_not(
    change: dict[Figure, int], stale: list[Figure]
) -> None:
    facts = known() | {name: Decimal(value) for name, value in change.items()}
    assert [each.figure for each in broken(bounds_around(known()), facts)] == stale


def test_a_figure_that_is_no_longer_known_breaks_no_bound() -> None:
    assert broken(bounds_around(known()), {}) == ()
