"""Which letter came back, by the address that it came back to?

A variable envelope return path (VERP): each letter leaves from a mailbox of its own, `bounces+TOKEN@domain`, to which
mail servers report. The token is the letter's name and a keyed hash of it. In small letters and digits, since some
servers fold what stands before the @. Requirement: notices 8.
"""

import base64
import hmac
import re
from collections.abc import Iterable
from uuid import UUID

_NAME, _HASH = 16, 9  # bytes: 72 bits of the hash, since only we can be asked whether it is right
_TOKEN_LENGTH = 40  # without padding
LONGEST_LOCAL = 64 - len("+") - _TOKEN_LENGTH  # RFC 5321, 4.5.3.1.1
_TOKEN = re.compile(rf"\+([a-z2-7]{{{_TOKEN_LENGTH}}})@", re.ASCII | re.IGNORECASE)
_USE = b"notifications.envelope_sender:"  # the key signs other things, too


def envelope_sender(mailbox: str, letter: UUID, *, key: str) -> str:
    """`mailbox` is plain ASCII, its part before the @ no longer than LONGEST_LOCAL."""
    local, _, domain = mailbox.rpartition("@")
    token = base64.b32encode(letter.bytes + _hash(letter.bytes, key)).decode("ascii").lower()
    return f"{local}+{token}@{domain}"


def letter_named_in(addresses: str, *, keys: Iterable[str]) -> UUID | None:
    """The first whose hash one of the keys made. Relays may write more before and behind the mailbox's name."""
    known = list(keys)
    for found in _TOKEN.finditer(addresses):
        raw = base64.b32decode(found[1].upper())
        if any(hmac.compare_digest(raw[_NAME:], _hash(raw[:_NAME], key)) for key in known):
            return UUID(bytes=raw[:_NAME])
    return None


def _hash(name: bytes, key: str) -> bytes:
    return hmac.digest(key.encode(), _USE + name, "sha256")[:_HASH]
