"""What does the log of a mail server say about a letter of which the ledger knows nothing?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from notifications.rules.addresses import address_norm

_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # packed files and UTF-16 are full of these; no log is
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


class UnreadableLog(ValueError):
    """Whoever stands in no log is written to: what cannot be read must not be taken for a log that names nobody."""


class PackedLog(UnreadableLog):
    """Packed, of another encoding, or no text at all."""


class NamelessLog(UnreadableLog):
    """No address and no Message-ID stands in it."""


def read_sent_log(lines: Iterable[bytes]) -> SentLog:
    """Lines of any text that is ASCII where names stand; raises UnreadableLog."""
    names: set[str] = set()
    for line in lines:
        if _NO_TEXT.search(line):
            raise PackedLog
        for found in _ADDRESS.findall(line.decode("utf-8", errors="replace")):
            names |= {found, address_norm(found)}
    if not names:
        raise NamelessLog
    return SentLog(frozenset(names))
