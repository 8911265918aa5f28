"""Whom at an account do we tell first, and whom next when that fails?"""

from collections.abc import Iterable
from dataclasses import dataclass

from lifecycle.rules.tiers import Tier

ROLES_IN_ORDER = ("admin", "owner", "user", "billing", "executive", "security")


@dataclass(frozen=True, slots=True)
class Reachable:
    """A contact of an account that may be written to; `uses` is how often the person was seen to use the module."""

    id: int
    role: str
    address_norm: str
    uses: int = 0


def in_order(contacts: Iterable[Reachable]) -> tuple[Reachable, ...]:
    """Administrator, owner of the integration, heaviest user, billing; among equals the one entered first."""
    return tuple(sorted(contacts, key=lambda each: (ROLES_IN_ORDER.index(each.role), -each.uses, each.id)))


def first_contacts(contacts: Iterable[Reachable], tier: Tier) -> tuple[Reachable, ...]:
    """Every administrator of a key account, one person of the others; nobody when there is no contact."""
    ordered = in_order(contacts)
    leading = tuple(each for each in ordered if each.role == ordered[0].role)
    return leading if tier is Tier.KEY and ordered and ordered[0].role == "admin" else ordered[:1]


def next_contact(contacts: Iterable[Reachable], *, tried: frozenset[str]) -> Reachable | None:
    """The next address that was not tried yet; None means that a person must find one."""
    return next((each for each in in_order(contacts) if each.address_norm not in tried), None)
