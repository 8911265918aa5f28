"""To how many mailboxes does a mail to each account go?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from lifecycle.api import Account, Contact
from lifecycle.rules.tiers import Tier
from notifications.rules.addresses import address_norm, address_with_tag
from notifications.rules.ladder import Reachable, first_contacts


def addresses_of(accounts: Iterable[Account]) -> dict[str, tuple[str, ...]]:
    """By account key, as a release would choose them; without those who have nobody.

    Of one account the spellings and tags of a mailbox count once, as it gets one letter. Over accounts a tag behind a
    plus is another reader, with whom nothing is packed (`notifications/services/packing.py`).
    """
    known = {account.pk: account for account in accounts}
    people: defaultdict[int, list[Reachable]] = defaultdict(list)
    rows = Contact.objects.filter(account__in=known, is_active=True).order_by("id")
    spelled: dict[int, str] = {}
    for account, pk, role, email in rows.values_list("account_id", "pk", "role", "email"):
        people[account].append(Reachable(pk, role, address_norm(email)))
        spelled[pk] = address_with_tag(email)
    return {known[pk].key: _mailboxes(found, Tier(known[pk].tier), spelled) for pk, found in people.items()}


def _mailboxes(people: Iterable[Reachable], tier: Tier, spelled: Mapping[int, str]) -> tuple[str, ...]:
    chosen = reversed(first_contacts(people, tier))  # of one mailbox the first is written to
    return tuple(reversed({each.address_norm: spelled[each.id] for each in chosen}.values()))
