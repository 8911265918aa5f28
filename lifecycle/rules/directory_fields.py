"""Which value does the text of one directory field stand for, and why is another refused?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from lifecycle.rules.tiers import Tier

ROLES = ("admin", "owner", "user", "billing", "executive", "security")
_KEY = re.compile(r"[A-Za-z0-9._-]{1,64}")
_COUNTRY = re.compile(r"([A-Z]{2})(-[A-Z0-9]{1,3})?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|[0-9]{3}))?")
_AMOUNT = re.compile(r"[0-9]{1,14}(\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS = re.compile(r"[0-9]{1,4}")
_PHONE = re.compile(r"[0-9+()/ .x-]{3,40}")
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
MAX_NOTICE_DAYS = 3650


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Known:
    """What the world knows: ISO 4217 codes, ISO 3166-1 codes, BCP 47 primary languages, IANA zones."""

    currencies: frozenset[str]
    countries: frozenset[str]
    languages: frozenset[str]
    zones: frozenset[str]


def email_address(text: str) -> str:
    """One plain address (RFC 5321 lengths, IDN domains allowed). Raises ValueError."""
    local, _, domain = text.rpartition("@")
    if len(text) > 254 or len(local) > 64 or not _LOCAL_PART.fullmatch(local):
        raise ValueError("is not one e-mail address such as dora@example.com")
    try:
        labels = domain.encode("idna").decode("ascii").split(".")
    except UnicodeError as error:
        raise ValueError("has a domain that cannot exist") from error
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise ValueError("has a domain that cannot exist")
    return text


def account_key(text: str) -> str:
    """A key as everyone writes it. Raises ValueError."""
    if not _KEY.fullmatch(text):
        raise ValueError("is not a key: 1 to 64 letters, digits, dots, dashes, underscores")
    return text


def one_line(text: str, longest: int = 300) -> str:
    """Text for people: markup is kept as text, line breaks and controls are refused. Raises ValueError."""
    if _CONTROL.search(text):
        raise ValueError("holds a line break or control character")
    if len(text) > longest:
        raise ValueError(f"has {len(text)} characters, at most {longest} are kept")
    return text


def tier(text: str) -> Tier:
    """Raises ValueError."""
    return _of(text, {each.value: each for each in Tier})


def role(text: str) -> str:
    """One of the roles of a contact. Raises ValueError."""
    return _of(text, {each: each for each in ROLES})


def truth(text: str) -> bool:
    """Only the words true and false. Raises ValueError."""
    return _of(text, {"true": True, "false": False})


def _of(text: str, choices: Mapping[str, _Value]) -> _Value:
    if text not in choices:
        raise ValueError(f"is none of {', '.join(choices)}")
    return choices[text]


def amount(text: str) -> Decimal:
    """A plain decimal: no signs, separators or exponents. Raises ValueError."""
    if not _AMOUNT.fullmatch(text):
        raise ValueError("is not an amount such as 12000 or 12000.50")
    return Decimal(text)


def currency(text: str, known: Known) -> str:
    """ISO 4217. Raises ValueError."""
    if text not in known.currencies:
        raise ValueError("is not a currency of ISO 4217 such as EUR")
    return text


def country(text: str, known: Known) -> str:
    """ISO 3166-1 or -2. Raises ValueError."""
    found = _COUNTRY.fullmatch(text)
    if not found or found[1] not in known.countries:
        raise ValueError("is not a country of ISO 3166 such as DE or US-CA")
    return text


def zone(text: str, known: Known) -> str:
    """An area of the IANA list, or UTC; abbreviations such as CST are ambiguous. Raises ValueError."""
    if text not in known.zones or ("/" not in text and text != "UTC"):
        raise ValueError("is not a time zone of the IANA list such as Europe/Berlin")
    return text


def language(text: str, known: Known) -> str:
    """BCP 47, in its usual spelling. Raises ValueError."""
    found = _LANGUAGE.fullmatch(text)
    if not found or found[1].lower() not in known.languages:
        raise ValueError("is not a language tag of BCP 47 such as zh-Hans")
    script = found[2].title() if found[2] else ""
    return found[1].lower() + script + (found[3].upper() if found[3] else "")


def day(text: str) -> date:
    """ISO 8601 only: 03/04/2027 has two meanings. Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError("is not a day written as 2027-06-30")
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("is a day that does not exist") from error
    if not 2000 <= found.year <= 2200:
        raise ValueError("is outside the years 2000 to 2200")
    return found


def days(text: str) -> int:
    """A count of days. Raises ValueError."""
    if not _DAYS.fullmatch(text) or int(text) > MAX_NOTICE_DAYS:
        raise ValueError(f"is not a whole number of days up to {MAX_NOTICE_DAYS}")
    return int(text)


def phone(text: str) -> str:
    """Digits and the usual marks. Raises ValueError."""
    if not _PHONE.fullmatch(text):
        raise ValueError("is not a telephone number")
    return text
