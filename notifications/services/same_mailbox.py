"""Which other accounts are written to at the mailbox of one of these?"""

from collections import defaultdict

from django.db.models import Exists, OuterRef, QuerySet

from lifecycle.api import Account, Contact
from notifications.rules.addresses import address_with_tag
from notifications.services.people import mail_targets


def others_at_mailbox(accounts: QuerySet[Account]) -> dict[int, dict[int, bool]]:
    """By account: the others whose first contact is the same, and whether that one reads both in one language.

    A tag behind a plus is another reader, as when letters are packed. Accounts that share nobody are left out: then
    this is one query.
    """
    here = accounts.order_by().values("pk")
    active = Contact.objects.filter(is_active=True).order_by()
    elsewhere = active.filter(email_norm=OuterRef("email_norm")).exclude(account=OuterRef("account"))
    shared = active.filter(Exists(elsewhere), account__in=here)
    mailboxes = set(shared.values_list("email_norm", flat=True))
    if not mailboxes:
        return {}
    both = set(active.filter(email_norm__in=mailboxes).values_list("account", flat=True))
    readers = _readers(both)
    ours = set(accounts.filter(pk__in=both).values_list("pk", flat=True))
    found: dict[int, dict[int, bool]] = {}
    for languages in readers.values():
        for one in ours & languages.keys():
            for other in languages.keys() - {one}:
                known = found.setdefault(one, {})
                known[other] = known.get(other, True) and languages[one] == languages[other]
    return found


def _readers(accounts: set[int]) -> dict[str, dict[int, str]]:
    """By mailbox: the accounts that hear there first, each with its language."""
    people: defaultdict[int, list[Contact]] = defaultdict(list)
    for each in Contact.objects.filter(account__in=accounts, is_active=True).order_by("id"):
        people[each.account_id].append(each)
    found: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for account in Account.objects.filter(pk__in=accounts):
        for target in mail_targets(account, people[account.pk]):
            found[address_with_tag(target.address)][account.pk] = target.locale
    return found
