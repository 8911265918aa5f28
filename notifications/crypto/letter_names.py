"""How is a letter named in a link, so that the link says nothing else of it and nobody can make one?

The name of a letter stands in its Message-ID, by which reports that it came back are known. Links are passed on with a
letter's words; whoever is given one learns no Message-ID. AES-SIV (RFC 5297) gives the same name for the same letter.
"""

import base64
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

NAME_LENGTH = 43  # of what `hidden` answers
_LONG = 32  # bytes: the name and what proves that we made it
_USE = b"notifications.letter_names:"  # the key signs other things, too


def hidden(letter: UUID, *, key: str) -> str:
    return base64.urlsafe_b64encode(_box(key).encrypt(letter.bytes, None)).rstrip(b"=").decode("ascii")


def shown(name: str, *, keys: Iterable[str]) -> UUID | None:
    """None for every text that none of the keys made."""
    try:
        raw = base64.urlsafe_b64decode(f"{name}=".encode("ascii"))
    except ValueError:
        return None
    for key in keys if len(raw) == _LONG else ():
        try:
            return UUID(bytes=_box(key).decrypt(raw, None))
        except InvalidTag:
            continue
    return None


@lru_cache(maxsize=8)
def _box(key: str) -> AESSIV:
    return AESSIV(hashlib.sha512(_USE + key.encode()).digest())
