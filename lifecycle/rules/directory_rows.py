"""Does a row of the accounts or contacts file describe an account or a person, and if not, which field is wrong?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from lifecycle.rules import directory_fields as fields
from lifecycle.rules.csv_rows import Fault, Row
from lifecycle.rules.tiers import Tier

ACCOUNT_COLUMNS = (
    "key",
    "name",
    "tier",
    "segment",
    "revenue",
    "currency",
    "country",
    "timezone",
    "language",
    "csm_email",
    "contract_end",
    "notice_days",
)
CONTACT_COLUMNS = ("account", "email", "name", "role", "language", "phone", "active")


class NotAField(Exception):
    """A value that does not fit its column, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True)
class AccountRow:
    """`columns` are those that the file has: only they may change an account. `extra` keeps unknown columns."""

    line: int
    key: str
    name: str
    tier: Tier | None
    segment: str
    revenue: Decimal | None
    currency: str
    country: str
    timezone: str
    language: str
    csm_email: str
    contract_end_date: date | None
    notice_days: int
    extra: Mapping[str, str]
    columns: frozenset[str]
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at an account; `email_norm` tells twins apart."""

    line: int
    account: str
    email: str
    email_norm: str
    name: str
    role: str
    language: str
    phone: str
    is_active: bool
    columns: frozenset[str]
    raw: str = ""


def account_row(row: Row, known: fields.Known) -> AccountRow | Fault:
    """The account that a row describes, or the first field that does not fit."""
    try:
        return _account(row, known)
    except NotAField as error:
        return Fault(row.line, error.field, error.reason, row.raw)


def contact_row(row: Row, known: fields.Known) -> ContactRow | Fault:
    """The person that a row describes, or the first field that does not fit."""
    try:
        email = _read(row, "email", fields.email_address, "") or _demand("email")
        return ContactRow(
            line=row.line,
            account=_read(row, "account", fields.account_key, "") or _demand("account"),
            email=email,
            email_norm=email.casefold(),
            name=_read(row, "name", fields.one_line, ""),
            role=_read(row, "role", fields.role, "user"),
            language=_read(row, "language", lambda text: fields.language(text, known), ""),
            phone=_read(row, "phone", fields.phone, ""),
            is_active=_read(row, "active", fields.truth, True),
            columns=frozenset(row.values) & frozenset(CONTACT_COLUMNS),
            raw=row.raw,
        )
    except NotAField as error:
        return Fault(row.line, error.field, error.reason, row.raw)


def _account(row: Row, known: fields.Known) -> AccountRow:
    revenue = _read(row, "revenue", fields.amount, None)
    currency = _read(row, "currency", lambda text: fields.currency(text, known), "")
    if revenue is not None and not currency:
        raise NotAField("currency", "is empty although revenue is given")
    listed = frozenset(ACCOUNT_COLUMNS)
    return AccountRow(
        line=row.line,
        key=_read(row, "key", fields.account_key, "") or _demand("key"),
        name=_read(row, "name", fields.one_line, "") or _demand("name"),
        tier=_read(row, "tier", fields.tier, None),
        segment=_read(row, "segment", lambda text: fields.one_line(text, longest=100), ""),
        revenue=revenue,
        currency=currency,
        country=_read(row, "country", lambda text: fields.country(text, known), ""),
        timezone=_read(row, "timezone", lambda text: fields.zone(text, known), "UTC"),
        language=_read(row, "language", lambda text: fields.language(text, known), "en"),
        csm_email=_read(row, "csm_email", fields.email_address, ""),
        contract_end_date=_read(row, "contract_end", fields.day, None),
        notice_days=_read(row, "notice_days", fields.days, 0),
        extra={name: value for name, value in row.values.items() if name not in listed and name and value},
        columns=frozenset(row.values) & listed,
        raw=row.raw,
    )


_Value = TypeVar("_Value")


def _read(row: Row, field: str, read: Callable[[str], _Value], default: _Value) -> _Value:
    text = row.values.get(field, "")
    try:
        return read(text) if text else default
    except ValueError as error:
        raise NotAField(field, f"{_shown(text)} {error}") from error


def _demand(field: str) -> str:
    raise NotAField(field, "is empty; it is required")


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}...")
