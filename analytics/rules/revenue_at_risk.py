"""How much yearly revenue comes from accounts that still use a module?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from analytics.rules.account_json import number
from analytics.rules.account_usage import AccountUsage
from analytics.rules.use_verdict import UseVerdict

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class CurrencyRisk:
    """One currency's part: yearly, whole and weighted by dependence. `currency` is '' where the directory says none."""

    currency: str
    amount: Decimal
    weighted: Decimal
    accounts: int

    def as_json(self) -> dict[str, object]:
        return {
            "currency": self.currency or None,
            "amount": number(self.amount),
            "weighted": number(self.weighted),
            "accounts": self.accounts,
        }


@dataclass(frozen=True, slots=True)
class RevenueAtRisk:
    """Yearly revenue of the accounts that use the module, whole and weighted by dependence.

    None where no such account's revenue is known, or where they are in several currencies, which are never added up:
    `by_currency` lists them, by name. `unpriced`: accounts in use without a known revenue; `undecided`: accounts of
    which is not known whether they use it. Both are missing from the amounts.
    """

    amount: Decimal | None
    currency: str | None
    weighted: Decimal | None
    by_currency: tuple[CurrencyRisk, ...] = ()
    unpriced: int = 0
    undecided: int = 0

    def as_json(self) -> dict[str, object]:
        return {
            "amount": number(self.amount),
            "currency": self.currency,
            "weighted": number(self.weighted),
            "by_currency": [each.as_json() for each in self.by_currency],
            "unpriced": self.unpriced,
            "undecided": self.undecided,
        }


def revenue_at_risk(accounts: Sequence[AccountUsage]) -> RevenueAtRisk:
    """Over the verdicts active, fading and rare."""
    used = [each for each in accounts if each.is_at_risk]
    parts = tuple(
        _of_currency(name, used) for name in sorted({each.currency for each in used if each.revenue is not None})
    )
    only = parts[0] if len(parts) == 1 else None
    return RevenueAtRisk(
        amount=only.amount if only else None,
        currency=(only.currency or None) if only else None,
        weighted=only.weighted if only else None,
        by_currency=parts,
        unpriced=sum(each.revenue is None for each in used),
        undecided=sum(each.verdict is UseVerdict.UNKNOWN and each.was_ever_used for each in accounts),
    )


def _of_currency(currency: str, used: Sequence[AccountUsage]) -> CurrencyRisk:
    priced = [(each, each.revenue) for each in used if each.currency == currency and each.revenue is not None]
    return CurrencyRisk(
        currency=currency,
        amount=sum((revenue for _, revenue in priced), Decimal(0)),
        weighted=sum((Decimal(each.weight or 0) for each, _ in priced), Decimal(0)).quantize(CENT),
        accounts=len(priced),
    )
