"""To which addresses does a planned contact go?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lifecycle.api import Account, AffectedSubject, Contact
from lifecycle.rules.affected import SubjectKind
from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, Touchpoint
from notifications.rules.addresses import address_norm
from notifications.rules.ladder import Reachable, first_contacts, next_contact
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import TAKEN_BACK
from notifications.services.words import language_of


@dataclass(frozen=True, slots=True)
class Target:
    address: str
    norm: str
    locale: str
    contact_id: int | None = None


def targets_of(touchpoint: Touchpoint) -> tuple[Target, ...]:
    """Empty when the account has nobody to write to: then a person must find somebody."""
    return targets_among(touchpoint, _active(touchpoint.account))


def targets_among(touchpoint: Touchpoint, active: Sequence[Contact]) -> tuple[Target, ...]:
    """`active` are the account's contacts in the order they were entered."""
    account, people = touchpoint.account, {each.pk: each for each in active}
    if touchpoint.channel == Channel.EMAIL:
        return mail_targets(account, active)
    address = account.csm_email if touchpoint.channel == Channel.DESK_TASK else ""
    leading = next(iter(first_contacts(_reachable(active), Tier.LIGHT)), None)
    contact = people[leading.id] if leading else None
    language = language_of(contact.language if contact else "", account.language)
    return (Target(address, f"{touchpoint.channel}:{account.key}", language),)


def mail_targets(account: Account, active: Sequence[Contact]) -> tuple[Target, ...]:
    """Who of an account is written to first."""
    people = {each.pk: each for each in active}
    return tuple(_target(account, people[each.id]) for each in first_contacts(_reachable(active), Tier(account.tier)))


def next_target(touchpoint: Touchpoint) -> Target | None:
    """Somebody else at the account, whose mailbox this contact has not gone to yet."""
    duty = touchpoint.obligation_id
    sent = Delivery.objects.filter(touchpoint__obligation=duty) if duty else touchpoint.deliveries.all()
    tried = frozenset(sent.exclude(status__in=TAKEN_BACK).values_list("address_norm", flat=True))
    people = {each.pk: each for each in _active(touchpoint.account)}
    found = next_contact(_reachable(people.values(), _uses(touchpoint)), tried=tried)
    return _target(touchpoint.account, people[found.id]) if found else None


def _active(account: Account) -> list[Contact]:
    return list(Contact.objects.filter(account=account, is_active=True).order_by("id"))


def _reachable(people: Iterable[Contact], uses: Mapping[str, int] | None = None) -> list[Reachable]:
    seen = uses or {}
    return [_person(each, seen) for each in people]


def _person(contact: Contact, uses: Mapping[str, int]) -> Reachable:
    norm = address_norm(contact.email)
    return Reachable(contact.pk, contact.role, norm, uses.get(norm, 0))


def _uses(touchpoint: Touchpoint) -> dict[str, int]:
    """How often people of the account were seen to use the module, where activity names them by their address."""
    rows = AffectedSubject.objects.filter(
        plan=touchpoint.plan_id, account=touchpoint.account_id, kind=SubjectKind.USER, key__contains="@"
    )
    return {address_norm(key): count for key, count in rows.values_list("key", "count")}


def _target(account: Account, contact: Contact) -> Target:
    language = language_of(contact.language, account.language)
    return Target(contact.email, address_norm(contact.email), language, contact.pk)
