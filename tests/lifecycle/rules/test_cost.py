"""Do the costs of leaving add up, and when do they come back (A4)?"""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.cost import Costs, check_costs, payback

GIVEN = Costs(
    currency="EUR",
    infrastructure=Decimal(8_000),
    people=Decimal(12_000),
    defects=Decimal(2_000),
    running=Decimal(4_000),
    direct=Decimal(90_000),
    indirect=Decimal(30_000),
)
amounts = st.decimals(min_value=0, max_value=10**7, places=2)


def test_the_figures_of_the_specification_come_out_exactly() -> None:
    found = payback(GIVEN)
    assert found is not None
    assert [found.maintenance, found.saving, found.one_off] == [Decimal(n) for n in (22_000, 18_000, 138_000)]
    assert found.break_even_month == 8
    assert round((found.roi(24) or 0) * 100, 1) == Decimal("213.0")
    assert [found.series[month] for month in (0, 7, 8)] == [Decimal(n) for n in (-138_000, -12_000, 6_000)]
    assert len(found.series) == 25


def test_a_replacement_that_costs_as_much_never_pays_back() -> None:
    for running in (22_000, 30_000):
        found = payback(replace(GIVEN, running=Decimal(running)))
        assert found is not None
        assert (found.break_even, found.break_even_month) == (None, None)
        assert found.roi(24) is not None


def test_without_outlay_there_is_nothing_to_wait_for_and_nothing_to_return_on() -> None:
    found = payback(replace(GIVEN, direct=Decimal(0), indirect=Decimal(0)))
    assert found is not None
    assert (found.break_even_month, found.roi(24)) == (0, None)


def test_a_figure_that_nobody_gave_is_named_and_never_zero() -> None:
    assert payback(replace(GIVEN, people=None)) is None
    assert replace(GIVEN, people=None, direct=None).missing == ("people", "direct")


def test_the_picture_reaches_past_break_even() -> None:
    found = payback(replace(GIVEN, direct=Decimal(800_000)))
    assert found is not None
    assert found.break_even_month == 54
    assert found.horizon == 60


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({}, []),
        ({"reserve": Decimal("0.10")}, []),
        ({"reserve": Decimal("0.09")}, ["cost_reserve_reason"]),
        ({"reserve": Decimal("0.20")}, ["cost_reserve_reason"]),
        ({"reserve": Decimal("0.20"), "reserve_reason": "Nobody did this before."}, []),
        ({"reserve": Decimal(2)}, ["cost_reserve"]),
        ({"reserve": Decimal("NaN")}, ["cost_reserve"]),
        ({"people": Decimal(-1)}, ["cost_amount"]),
        ({"people": Decimal("Infinity"), "direct": Decimal(10) ** 14}, ["cost_amount", "cost_amount"]),
        ({"currency": ""}, ["cost_currency"]),
    ],
)
def test_amounts_reserve_and_currency_keep_their_bounds(change: dict[str, object], broken: list[str]) -> None:
    verdict = check_costs(replace(GIVEN, **change))  # type: ignore[arg-type]  # spoilt on purpose
    assert [each.criterion for each in verdict.blockers] == broken


def test_nothing_at_all_needs_no_currency() -> None:
    assert check_costs(Costs())


@given(st.tuples(amounts, amounts, amounts, amounts, amounts, amounts))
def test_the_month_of_break_even_is_the_first_with_a_return(figures: tuple[Decimal, ...]) -> None:
    names = ("infrastructure", "people", "defects", "running", "direct", "indirect")
    found = payback(Costs(currency="EUR", **dict(zip(names, figures, strict=True))))  # type: ignore[arg-type]  # amounts
    assert found is not None
    month = found.break_even_month
    if month is None:
        assert found.saving <= 0
    else:
        assert found.after(month) >= 0
        assert month == 0 or found.after(month - 1) < 0
