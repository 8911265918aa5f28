"""Did a machine write this reply, whom does it name instead, and what did the person say?"""

import re
from collections.abc import Collection, Mapping

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_AUTOMATIC_PRECEDENCE = frozenset({"auto_reply", "bulk", "junk"})
_LONGEST = 4000
MOST_SUGGESTED = 3


def is_automatic(headers: Mapping[str, str]) -> bool:
    """RFC 3834 `Auto-Submitted`, and what older programs say; names in lower case."""
    submitted = headers.get("auto-submitted", "no").split(";")[0].strip().lower()
    if submitted != "no" or "x-autoreply" in headers or "x-autorespond" in headers:
        return True
    return headers.get("precedence", "").strip().lower() in _AUTOMATIC_PRECEDENCE


def delegates(text: str, *, but: Collection[str]) -> tuple[str, ...]:
    """Addresses that the person's own words name, without the sender and whom we wrote to, in their order."""
    known = {each.lower() for each in but}
    found = {each.lower(): each for each in _ADDRESS.findall(said_in(text))}
    return tuple(each for norm, each in found.items() if norm not in known)[:MOST_SUGGESTED]


def said_in(text: str) -> str:
    """Without what is quoted from the letter."""
    own = [line.rstrip() for line in text.replace("\x00", "").splitlines() if not line.lstrip().startswith(">")]
    return "\n".join(own).strip()[:_LONGEST]
