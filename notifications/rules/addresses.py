"""When are two addresses one mailbox, and what may stand in a mail header?"""

import re
import unicodedata

_FORBIDDEN = re.compile("[\x00-\x1f\x7f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\\x00-\x1f\x7f]+@[^@\s<>,;:\"()\[\]\\\x00-\x1f\x7f]+")
_LONGEST = 254


def address_norm(address: str) -> str:
    """For telling twins apart only: folds case, IDN form and +tag. Mail goes to the address as written."""
    local, _, domain = address_with_tag(address).rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def address_with_tag(address: str) -> str:
    """Who reads it: folds case and IDN form, and keeps the +tag, behind which may be somebody else."""
    local, _, domain = unicodedata.normalize("NFKC", address.strip()).rpartition("@")
    return f"{local.casefold()}@{ascii_domain(domain)}"


def is_address(address: str) -> bool:
    """One mailbox that may stand in a header: no list, no control characters, not too long."""
    return len(address) <= _LONGEST and bool(_ADDRESS.fullmatch(address))


def header_text(text: str, *, longest: int = 200) -> str:
    """Text for a header: line breaks, control and direction marks become one space, the rest is cut."""
    if text.isprintable():
        return text.strip()[:longest]
    return _FORBIDDEN.sub(" ", text).strip()[:longest]


def ascii_domain(domain: str) -> str:
    """As servers and identifiers know it, small letters; one that has no such form stays as it is."""
    domain = domain.casefold().rstrip(".")
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
