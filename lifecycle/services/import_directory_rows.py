"""Which accounts and contacts do good rows make, change, or leave as they are?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lifecycle.models import Account, Contact
from lifecycle.models.accounts import TierSource
from lifecycle.rules.csv_rows import Fault
from lifecycle.rules.directory_rows import AccountRow, ContactRow
from lifecycle.rules.tiers import TierPolicy, proposed_tier

_BATCH = 1_000
_ACCOUNT_FIELDS = {
    "name": "name",
    "segment": "segment",
    "revenue": "revenue",
    "currency": "currency",
    "country": "country",
    "timezone": "timezone",
    "language": "language",
    "csm_email": "csm_email",
    "contract_end": "contract_end_date",
    "notice_days": "notice_days",
}
_CONTACT_FIELDS = {"name": "name", "role": "role", "language": "language", "phone": "phone", "active": "is_active"}


@dataclass(frozen=True, slots=True)
class Written:
    """Counts, and the rows that clash with another."""

    created: int
    updated: int
    unchanged: int
    faults: tuple[Fault, ...]


def write_accounts(rows: Sequence[AccountRow], *, now: datetime) -> Written:
    """A column that the file lacks changes nothing; an empty cell empties. Accounts not in the file stay."""
    there = {account.key: account for account in Account.objects.select_for_update().order_by("pk")} if rows else {}
    good, faults = _without_twins(rows, {key.casefold(): key for key in there})
    new: list[Account] = []
    changed: list[Account] = []
    for row in good:
        account = there.get(row.key)
        if account is None:
            new.append(_fill(Account(key=row.key, created_at=now), row)[0])
        else:
            account, is_changed = _fill(account, row)
            changed += [account] if is_changed else []
    Account.objects.bulk_create(new, batch_size=_BATCH)
    fields = [*_ACCOUNT_FIELDS.values(), "tier", "tier_source", "extra"]
    Account.objects.bulk_update(changed, fields, batch_size=_BATCH)
    return Written(len(new), len(changed), len(good) - len(new) - len(changed), tuple(faults))


def write_contacts(rows: Sequence[ContactRow]) -> Written:
    """People are told apart by account and address, in any case of letters."""
    accounts = dict(Account.objects.filter(key__in={row.account for row in rows}).values_list("key", "pk"))
    good, faults = _without_doubles(rows, accounts)
    there = {
        (person.account_id, person.email_norm): person
        for person in Contact.objects.select_for_update().filter(account_id__in=accounts.values()).order_by("pk")
    }
    new: list[Contact] = []
    changed: list[Contact] = []
    for row in good:
        account_id = accounts[row.account]
        person = there.get((account_id, row.email_norm))
        if person is None:
            new.append(_tell(Contact(account_id=account_id, email=row.email, email_norm=row.email_norm), row)[0])
        else:
            person, is_changed = _tell(person, row)
            changed += [person] if is_changed else []
    Contact.objects.bulk_create(new, batch_size=_BATCH)
    Contact.objects.bulk_update(changed, ["email", *_CONTACT_FIELDS.values()], batch_size=_BATCH)
    return Written(len(new), len(changed), len(good) - len(new) - len(changed), tuple(faults))


def _without_twins(rows: Iterable[AccountRow], there: dict[str, str]) -> tuple[list[AccountRow], list[Fault]]:
    good: list[AccountRow] = []
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    for row in rows:
        twin = row.key.casefold()
        if twin in lines:
            faults.append(Fault(row.line, "key", f"{row.key!r} stands on line {lines[twin]} already", row.raw))
        elif there.get(twin, row.key) != row.key:
            faults.append(
                Fault(row.line, "key", f"{row.key!r} differs from account {there[twin]!r} only in case", row.raw)
            )
        else:
            lines[twin] = row.line
            good.append(row)
    return good, faults


def _without_doubles(rows: Iterable[ContactRow], accounts: dict[str, int]) -> tuple[list[ContactRow], list[Fault]]:
    good: list[ContactRow] = []
    faults: list[Fault] = []
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        person = row.account, row.email_norm
        if row.account not in accounts:
            faults.append(Fault(row.line, "account", f"there is no account {row.account!r}", row.raw))
        elif person in lines:
            faults.append(Fault(row.line, "email", f"the same person stands on line {lines[person]} already", row.raw))
        else:
            lines[person] = row.line
            good.append(row)
    return good, faults


def _fill(account: Account, row: AccountRow) -> tuple[Account, bool]:
    before = (*_values(account, _ACCOUNT_FIELDS), account.tier, account.tier_source, dict(account.extra))
    is_new, old_revenue = account.pk is None, account.revenue
    for column, field in _ACCOUNT_FIELDS.items():
        if column in row.columns:
            setattr(account, field, getattr(row, field))
    account.extra = {**account.extra, **row.extra}
    if row.tier is not None:
        account.tier, account.tier_source = row.tier, TierSource.HAND
    elif account.tier_source == TierSource.RULE and (is_new or account.revenue != old_revenue):
        account.tier = proposed_tier(revenue=account.revenue, dependence=None, events_90=None, policy=TierPolicy())
    after = (*_values(account, _ACCOUNT_FIELDS), account.tier, account.tier_source, account.extra)
    return account, before != after


def _tell(person: Contact, row: ContactRow) -> tuple[Contact, bool]:
    before = (*_values(person, _CONTACT_FIELDS), person.email)
    person.email = row.email
    for column, field in _CONTACT_FIELDS.items():
        if column in row.columns:
            setattr(person, field, getattr(row, field))
    return person, before != (*_values(person, _CONTACT_FIELDS), person.email)


def _values(row: Account | Contact, fields: dict[str, str]) -> tuple[object, ...]:
    return tuple(getattr(row, field) for field in fields.values())
