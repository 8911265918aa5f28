"""Which languages do the people of a retirement read that its wording lacks?"""

from collections.abc import Iterable

from lifecycle import queries
from lifecycle.models import Contact, SunsetPlan


def missing_languages(plan: SunsetPlan, written: Iterable[str]) -> tuple[str, ...]:
    """Of everybody who can be told; of the whole directory while nobody has looked whom the plan concerns."""
    accounts = queries.affected_accounts(plan)
    people = Contact.objects.filter(is_active=True)
    if accounts.exists():
        people = people.filter(account__in=accounts)
    spoken = set(people.values_list("language", "account__language").distinct())
    needed = {catalogue(own or account) for own, account in spoken} or {"en"}
    return tuple(sorted(needed - set(written)))


def catalogue(language: str) -> str:
    """Which of our three languages a BCP 47 tag reads best."""
    primary = language.lower().partition("-")[0]
    return {"zh": "zh-hans", "ru": "ru"}.get(primary, "en")
