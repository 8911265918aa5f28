"""How does an account's use of a module read as JSON?"""

from decimal import Decimal

from analytics.rules.account_usage import AccountUsage


def account_as_json(usage: AccountUsage) -> dict[str, object]:
    """One entry of `by_account` (usage, section 2)."""
    return {
        "account": usage.account,
        "tier": usage.tier,
        "verdict": usage.verdict.value,
        "why": usage.why,
        "users_28": usage.users_28,
        "users_90": usage.users_90,
        "events_28": usage.events_28,
        "events_90": usage.events_90,
        "first_at": usage.first_at.isoformat() if usage.first_at else None,
        "last_at": usage.last_at.isoformat() if usage.last_at else None,
        "last_user": usage.last_user,
        "dependence": usage.dependence,
        "rank": usage.rank,
        "slope": usage.slope,
        "change_28": usage.change_28,
        "revenue": number(usage.revenue),
        "next_expected_date": usage.next_expected_date.isoformat() if usage.next_expected_date else None,
        "reason": usage.reason.as_json(),
    }


def number(amount: Decimal | None) -> float | None:
    """Money as a JSON number: fewer digits than a float holds."""
    return None if amount is None else float(amount)
