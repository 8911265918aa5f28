"""How closely is an account accompanied?"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Tier(StrEnum):
    KEY = "key"
    STANDARD = "standard"
    LIGHT = "light"

    @property
    def label(self) -> str:
        return {"key": "Key account", "standard": "Standard", "light": "Light"}[self.value]


@dataclass(frozen=True, slots=True)
class TierPolicy:
    """Revenue is yearly, in the workspace currency; dependence is a share 0…1; use is events in 90 days."""

    key_revenue: Decimal = Decimal(100_000)
    key_dependence: float = 0.5
    light_events: int = 20


def proposed_tier(
    *, revenue: Decimal | None, dependence: float | None, events_90: int | None, policy: TierPolicy
) -> Tier:
    """Propose a tier from revenue and use (A9). Unknown use never makes an account light."""
    if revenue is not None and revenue >= policy.key_revenue:
        return Tier.KEY
    if dependence is not None and events_90 and events_90 > policy.light_events and dependence >= policy.key_dependence:
        return Tier.KEY
    if events_90 is not None and events_90 <= policy.light_events:
        return Tier.LIGHT
    return Tier.STANDARD
