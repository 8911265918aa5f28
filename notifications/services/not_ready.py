"""Which accounts would not be ready if a plan ended today, and why not?"""

from collections.abc import Mapping
from dataclasses import dataclass

from lifecycle.api import Account, Contact, SunsetPlan, newest_facts
from lifecycle.rules.gates import Fact


@dataclass(frozen=True, slots=True)
class NotReady:
    account: str
    reasons: tuple[str, ...]


def not_ready(plan: SunsetPlan, accounts: Mapping[str, Account]) -> list[NotReady]:
    """In the order of the accounts; unknown is not ready."""
    facts = newest_facts(plan, of=["usage_below", "export_settled"])
    usable = set(
        Contact.objects.filter(account__in=accounts.values(), is_active=True).values_list("account_id", flat=True)
    )
    found = []
    for key, account in accounts.items():
        reasons = [] if account.pk in usable else ["no contact that can be told"]
        reasons += _open(facts.get(("usage_below", key)), "still in use", "use is unknown", done=0)
        reasons += _open(facts.get(("export_settled", key)), "export not settled", "export is unknown", done=True)
        if reasons:
            found.append(NotReady(key, tuple(reasons)))
    return found


def _open(fact: Fact | None, still: str, unknown: str, *, done: int | bool) -> list[str]:
    if fact is None or fact.value is None:
        return [unknown]
    return [] if fact.value == done else [still]
