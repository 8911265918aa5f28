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

    def has_left(self, *, message_id: str, address_norm: str) -> bool | None:
        """None: the mailbox stands in it, with this letter or another, as taken or refused: a person decides."""
        if message_id.strip("<>") in self.names:
            return True
        return None if address_norm in self.names else False


def read_sent_log(lines: Iterable[str]) -> SentLog:
    names: set[str] = set()
    for line in lines:
        for found in _ADDRESS.findall(line):
            names |= {found, address_norm(found)}
    return SentLog(frozenset(names))
