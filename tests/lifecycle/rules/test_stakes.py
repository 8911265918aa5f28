"""Is a small feature seen to be big where those who matter use it (A3, lifecycle section 11.15)?"""

from decimal import Decimal

import pytest

from lifecycle.rules.stakes import Relevance, Stake, account_relevance, concentrate, relevance, top_accounts

DIRECTORY = [(f"a{number:02}", Decimal(100 - number)) for number in range(75)]
TOP = top_accounts(DIRECTORY)


def stake(key: str, users: int | None = 5, **more: object) -> Stake:
    return Stake(key, users=users, **{"currency": "EUR", "revenue": Decimal(10), **more})  # type: ignore[arg-type]  # fields


def test_the_top_ten_are_the_largest_by_revenue_and_unknown_revenue_is_not_among_them() -> None:
    assert top_accounts([*DIRECTORY, ("zz", None)]) == {f"a{number:02}" for number in range(10)}


def test_a_four_percent_feature_of_three_top_ten_accounts_is_flagged_high() -> None:
    found = concentrate([stake("a00"), stake("a05"), stake("a09")], top=TOP, accounts=75)
    assert (found.reach, found.top_users, found.relevance) == (0.04, 3, Relevance.HIGH)


def test_the_same_share_of_small_accounts_is_low() -> None:
    found = concentrate([stake("a40"), stake("a50"), stake("a60")], top=TOP, accounts=75)
    assert found.relevance is Relevance.LOW


@pytest.mark.parametrize(
    ("reach", "top_users", "key_accounts", "expected"),
    [
        (0.04, 2, [], Relevance.MEDIUM),
        (0.04, 0, [], Relevance.LOW),
        (0.2, 0, [], Relevance.MEDIUM),
        (0.5, 0, [], Relevance.HIGH),
        (0.01, 0, [Relevance.MEDIUM], Relevance.MEDIUM),
        (0.01, 0, [Relevance.HIGH], Relevance.HIGH),
        (0.01, 0, [Relevance.UNKNOWN], Relevance.LOW),
        (None, 0, [], Relevance.UNKNOWN),
        (None, 3, [], Relevance.HIGH),
    ],
)
def test_relevance_follows_its_table(
    reach: float | None, top_users: int, key_accounts: list[Relevance], expected: Relevance
) -> None:
    assert relevance(reach, top_users, key_accounts) is expected


@pytest.mark.parametrize(
    ("dependence", "expected"),
    [(None, Relevance.UNKNOWN), (0.5, Relevance.HIGH), (0.1, Relevance.MEDIUM), (0.09, Relevance.LOW)],
)
def test_an_account_is_as_relevant_as_its_dependence(dependence: float | None, expected: Relevance) -> None:
    assert account_relevance(stake("a", dependence=dependence)) is expected


def test_shares_revenue_and_key_accounts_are_told_apart() -> None:
    found = concentrate(
        [
            stake("a", events=50, is_key_account=True, name="Acme", revenue=Decimal(500), dependence=0.6),
            stake("b", events=30, revenue=Decimal(20), currency="USD"),
            stake("c", events=10, revenue=None),
            stake("d", events=10),
            stake("gone", users=0, events=900, is_key_account=True),
            stake("dark", users=None, events=None, is_key_account=True, revenue=Decimal(700)),
        ],
        top=frozenset(),
        accounts=10,
    )
    assert found.top_share == 0.9
    assert found.revenue == (("EUR", Decimal(1210)), ("USD", Decimal(20)))
    assert (found.unpriced, found.reach) == (1, None)  # one account's use is unknown: so is the reach
    assert [(each.account, each.relevance) for each in found.key_accounts] == [
        ("dark", Relevance.UNKNOWN),
        ("a", Relevance.HIGH),
    ]


def test_nobody_measured_is_unknown_not_nobody() -> None:
    found = concentrate([], top=TOP, accounts=75)
    assert (found.reach, found.top_share, found.relevance) == (None, None, Relevance.UNKNOWN)
