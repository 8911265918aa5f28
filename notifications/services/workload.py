"""To how many mailboxes does a mail to each account go?"""

from collections import defaultdict
from collections.abc import Iterable

from lifecycle.api import Account, Contact
from lifecycle.rules.tiers import Tier
from notifications.rules.addresses import address_norm
from notifications.rules.ladder import Reachable, first_contacts


def addresses_of(accounts: Iterable[Account]) -> dict[str, tuple[str, ...]]:
    """By account key, as a release would choose them; without those who have nobody."""
    known = {account.pk: account for account in accounts}
    people: defaultdict[int, list[Reachable]] = defaultdict(list)
    rows = Contact.objects.filter(account__in=known, is_active=True).order_by("id")
    for row in rows.values_list("account_id", "pk", "role", "email"):
        people[row[0]].append(Reachable(row[1], row[2], address_norm(row[3])))
    return {
        known[pk].key: tuple(each.address_norm for each in first_contacts(found, Tier(known[pk].tier)))
        for pk, found in people.items()
    }
