"""Who would be told, and who joined since that was frozen?"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from analytics.api import last_complete_day
from lifecycle.api import Account, Contact, SunsetPlan, affected_accounts, newest_facts
from lifecycle.rules.tiers import Tier
from notifications.models import Audience, AudienceMember, NoticeApproval, Suppression
from notifications.rules.addresses import address_norm
from notifications.rules.approval import Joined
from notifications.rules.ladder import Reachable, first_contacts
from notifications.services.picture import concerned
from notifications.services.words import language_of

NO_CONTACT, SUPPRESSED = "no contact", "address suppressed"
IN_USE, SILENT, UNKNOWN, LATE_JOIN = "in use", "not in use", "use unknown", "late_join"


@dataclass(frozen=True, slots=True)
class Member:
    account: Account
    contact: Contact | None
    locale: str
    why: str
    excluded: str


def members_now(plan: SunsetPlan, *, now: datetime) -> list[Member]:
    """In the order of accounts; everybody whom the series would write to first, and accounts that have nobody."""
    accounts = concerned(plan)
    people: dict[int, list[Contact]] = defaultdict(list)
    for each in Contact.objects.filter(account__in=accounts, is_active=True).order_by("id"):
        people[each.account_id].append(each)
    suppressed = set(
        Suppression.objects.filter(Q(until__isnull=True) | Q(until__gt=now))
        .exclude(scope=Suppression.Scope.OPTIONAL)
        .values_list("address_norm", flat=True)
    )
    why = _use(plan)
    return [
        member
        for account in accounts
        for member in _members(account, people[account.pk], why.get(account.key, UNKNOWN), suppressed)
    ]


def _members(account: Account, people: list[Contact], why: str, suppressed: set[str]) -> Iterator[Member]:
    by_id = {each.pk: each for each in people}
    reachable = [Reachable(each.pk, each.role, address_norm(each.email)) for each in people]
    chosen = [by_id[each.id] for each in first_contacts(reachable, Tier(account.tier))]
    if not chosen:
        yield Member(account, None, language_of(account.language), why, NO_CONTACT)
    for each in chosen:
        excluded = SUPPRESSED if address_norm(each.email) in suppressed else ""
        yield Member(account, each, language_of(each.language, account.language), why, excluded)


def _use(plan: SunsetPlan) -> dict[str, str]:
    return {
        account: UNKNOWN if fact.value is None else IN_USE if fact.value else SILENT
        for (_criterion, account), fact in newest_facts(plan, of=["usage_below"]).items()
        if account
    }


def freeze(plan: SunsetPlan, *, now: datetime) -> Audience:
    found = members_now(plan, now=now)
    lines = [f"{m.account.key}|{m.account.tier}|{m.contact.pk if m.contact else ''}|{m.locale}" for m in found]
    audience = Audience.objects.create(
        plan=plan,
        sha256=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        accounts=len({each.account.pk for each in found}),
        usage_as_of=last_complete_day(now),
        frozen_at=now,
    )
    AudienceMember.objects.bulk_create((_row(audience, each) for each in found), batch_size=1000)
    return audience


def _row(audience: Audience, member: Member) -> AudienceMember:
    account = member.account
    return AudienceMember(
        audience=audience,
        account=account,
        contact=member.contact,
        tier=account.tier,
        locale=member.locale,
        zone=account.timezone,
        country=account.country,
        why=member.why,
        excluded_reason=member.excluded,
    )


def joined_since(audience: Audience, plan: SunsetPlan) -> Joined:
    """Accounts concerned now that the frozen audience does not hold; a key account that was none then, too."""
    first = AudienceMember.objects.filter(audience=audience, joined_at__isnull=True)
    now = affected_accounts(plan)
    new = now.exclude(pk__in=first.values("account_id"))
    new_keys = now.filter(tier=Tier.KEY).exclude(pk__in=first.filter(tier=Tier.KEY).values("account_id"))
    return Joined(
        approved=audience.accounts,
        accounts=tuple(new.values_list("key", flat=True)),
        key_accounts=tuple(new_keys.values_list("key", flat=True)),
    )


def note_late_joins(audience: Audience, joined: Joined, *, now: datetime) -> None:
    """On record, once each."""
    accounts = Account.objects.filter(key__in=joined.accounts)
    AudienceMember.objects.bulk_create(
        (
            AudienceMember(
                audience=audience,
                account=account,
                tier=account.tier,
                locale=language_of(account.language),
                zone=account.timezone,
                country=account.country,
                why=LATE_JOIN,
                joined_at=now,
            )
            for account in accounts
        ),
        ignore_conflicts=True,
    )


def audience_of(approval: NoticeApproval) -> list[AudienceMember]:
    """As it was frozen."""
    rows = AudienceMember.objects.filter(audience=approval.audience_id, joined_at__isnull=True)
    return list(rows.order_by("id"))
