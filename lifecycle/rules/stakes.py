"""Who would be hit by a retirement, how hard, and is a small feature big for those who matter?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

TOP_ACCOUNTS, TOP_SHARE = 10, 3  # the largest by yearly revenue; the heaviest users
HIGH_TOP_USERS, HIGH_DEPENDENCE, HIGH_REACH = 3, 0.5, 0.5
MEDIUM_TOP_USERS, MEDIUM_DEPENDENCE, MEDIUM_REACH = 1, 0.1, 0.2


class Relevance(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Stake:
    """What the module is to one account. `users` and `events` None: unknown; `dependence` 0…1 of its activity."""

    account: str
    name: str = ""
    is_key_account: bool = False
    revenue: Decimal | None = None
    currency: str = ""
    users: int | None = None
    events: int | None = None
    dependence: float | None = None

    @property
    def may_use(self) -> bool:
        """Unknown use is never none."""
        return self.users is None or self.users > 0


@dataclass(frozen=True, slots=True)
class UsageFigures:
    """What analytics measured; `snapshot` names the published figures, `stakes` are all who ever used the module.

    Counts None are unknown. `users_all`: active users of the whole product, for the reach of the feature.
    """

    as_of: date
    coverage: str
    snapshot: str = ""
    users_28: int | None = None
    users_90: int | None = None
    accounts_28: int | None = None
    accounts_90: int | None = None
    users_all: int | None = None
    stakes: tuple[Stake, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyUser:
    """A key account by name, with how relevant the module is to it."""

    account: str
    name: str
    revenue: Decimal | None
    currency: str
    dependence: float | None
    relevance: Relevance


@dataclass(frozen=True, slots=True)
class Concentration:
    """`top_share`: of the three heaviest users in all use. `reach`: share of accounts that may use it.

    `revenue` by currency of the accounts that may use it, `unpriced` how many of them have no figure.
    """

    top_share: float | None
    reach: float | None
    top_users: int
    revenue: tuple[tuple[str, Decimal], ...]
    unpriced: int
    key_accounts: tuple[KeyUser, ...]
    relevance: Relevance


def top_accounts(revenues: Sequence[tuple[str, Decimal | None]]) -> frozenset[str]:
    """The ten largest by revenue, by key; equal ones by key. Accounts without a figure are not among them."""
    priced = sorted((-amount, key) for key, amount in revenues if amount is not None)
    return frozenset(key for _, key in priced[:TOP_ACCOUNTS])


def concentrate(
    stakes: Sequence[Stake], *, top: frozenset[str], accounts: int, reach: float | None = None
) -> Concentration:
    """Over everyone who may use the module; `accounts` counts the directory, `reach` replaces the share of accounts."""
    users = [each for each in stakes if each.may_use]
    is_known = all(each.users is not None for each in stakes) and bool(stakes)
    share = reach if reach is not None else len(users) / accounts if accounts and is_known else None
    top_users = sum(each.account in top for each in users)
    key_accounts = tuple(
        KeyUser(each.account, each.name, each.revenue, each.currency, each.dependence, account_relevance(each))
        for each in sorted(users, key=lambda each: (-(each.revenue or 0), each.account))
        if each.is_key_account
    )
    return Concentration(
        top_share=_top_share(users),
        reach=share,
        top_users=top_users,
        revenue=revenue_of(users),
        unpriced=sum(each.revenue is None or not each.currency for each in users),
        key_accounts=key_accounts,
        relevance=relevance(share, top_users, [each.relevance for each in key_accounts]),
    )


def account_relevance(stake: Stake) -> Relevance:
    """By the share of the account's own activity."""
    if stake.dependence is None:
        return Relevance.UNKNOWN
    if stake.dependence >= HIGH_DEPENDENCE:
        return Relevance.HIGH
    return Relevance.MEDIUM if stake.dependence >= MEDIUM_DEPENDENCE else Relevance.LOW


def relevance(reach: float | None, top_users: int, key_accounts: Sequence[Relevance]) -> Relevance:
    """A 4 % feature that three of the top ten accounts use is highly relevant (lifecycle, section 11.15)."""
    share = reach or 0.0
    if top_users >= HIGH_TOP_USERS or share >= HIGH_REACH or Relevance.HIGH in key_accounts:
        return Relevance.HIGH
    if reach is None:
        return Relevance.UNKNOWN
    if top_users >= MEDIUM_TOP_USERS or share >= MEDIUM_REACH or Relevance.MEDIUM in key_accounts:
        return Relevance.MEDIUM
    return Relevance.LOW


def _top_share(users: Sequence[Stake]) -> float | None:
    counts = sorted((each.events for each in users if each.events is not None), reverse=True)
    whole = sum(counts)
    return sum(counts[:TOP_SHARE]) / whole if whole else None


def revenue_of(users: Sequence[Stake]) -> tuple[tuple[str, Decimal], ...]:
    """Yearly revenue by currency; currencies are never added up."""
    sums: dict[str, Decimal] = {}
    for each in users:
        if each.revenue is not None and each.currency:
            sums[each.currency] = sums.get(each.currency, Decimal(0)) + each.revenue
    return tuple(sorted(sums.items()))
