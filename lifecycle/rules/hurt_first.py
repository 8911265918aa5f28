"""Whom of the affected accounts would a retirement hurt most, and in which other orders are they read?"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Order(StrEnum):
    HURT = "hurt"
    USERS = "users"
    VALUE = "value"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Hurt:
    """What the module is to one account. `users` and `dependence` (0…1 of its activity) None: unknown; `value` yearly,
    None: unknown or in another currency than most.
    """

    account: str
    users: int | None = None
    dependence: float | None = None
    value: Decimal | None = None


def ordered(rows: Iterable[Hurt], order: Order) -> list[Hurt]:
    """Whoever uses it, then of whom nobody knows, then the others; equal ones by key."""
    return sorted(rows, key=lambda row: (*_places(row)[order], row.account))


def _places(row: Hurt) -> dict[Order, tuple[object, ...]]:
    dependence, users, value = _falling(row.dependence), _falling(row.users), _falling(row.value)
    return {
        Order.HURT: (_use(row), dependence, users, value),
        Order.USERS: (_use(row), users, dependence),
        Order.VALUE: (value, _use(row)),
        Order.KEY: (),
    }


def _use(row: Hurt) -> int:
    """Unknown use is never none."""
    return 1 if row.users is None else 0 if row.users else 2


def _falling(figure: float | Decimal | None) -> tuple[bool, float]:
    """The largest first, unknown last."""
    return figure is None, -float(figure or 0)
