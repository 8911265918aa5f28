"""What does the log of a mail server say about a letter of which the ledger knows nothing?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from notifications.rules.addresses import address_norm

_ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]]+@[^\s<>\"',;:()\[\]]+")


@dataclass(frozen=True, slots=True)
class SentLog:
    """Every address and Message-ID that stands in it, whatever its format."""

    names: frozenset[str]

    def has_left(self, *, message_id: str, address_norm: str, is_only_one: bool) -> bool | None:
        """None: the mailbox got something, and more than one letter to it is in doubt."""
        if message_id.strip("<>") in self.names:
            return True
        if address_norm not in self.names:
            return False
        return True if is_only_one else None


def read_sent_log(lines: Iterable[str]) -> SentLog:
    names: set[str] = set()
    for line in lines:
        for found in _ADDRESS.findall(line):
            names |= {found, address_norm(found)}
    return SentLog(frozenset(names))
