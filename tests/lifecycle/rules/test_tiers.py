"""Is an account's tier proposed from what is known, and never from what is not (A9)?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.tiers import Tier, TierPolicy, proposed_tier

POLICY = TierPolicy()
MILLION, LITTLE = Decimal(1_000_000), Decimal(10)


@pytest.mark.parametrize(
    ("revenue", "dependence", "events_90", "tier"),
    [
        (Decimal(100_000), None, None, Tier.KEY),
        (Decimal("99999.99"), None, None, Tier.STANDARD),
        (LITTLE, 0.5, 21, Tier.KEY),
        (LITTLE, 0.49, 21, Tier.STANDARD),
        (LITTLE, 0.9, 20, Tier.LIGHT),
        (LITTLE, None, 0, Tier.LIGHT),
        (MILLION, 0.0, 0, Tier.KEY),
        (None, None, None, Tier.STANDARD),
    ],
)
def test_tiers_stand_at_their_thresholds(
    revenue: Decimal | None, dependence: float | None, events_90: int | None, tier: Tier
) -> None:
    assert proposed_tier(revenue=revenue, dependence=dependence, events_90=events_90, policy=POLICY) is tier


@given(st.none() | st.decimals(0, 10**9), st.none() | st.floats(0, 1))
def test_unknown_use_never_makes_an_account_light(revenue: Decimal | None, dependence: float | None) -> None:
    found = proposed_tier(revenue=revenue, dependence=dependence, events_90=None, policy=POLICY)
    assert found is not Tier.LIGHT


def test_every_tier_has_a_label() -> None:
    assert [tier.label for tier in Tier] == ["Key account", "Standard", "Light"]
