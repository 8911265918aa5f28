"""What may a program's token do, and how is one written?"""

import hashlib
import re
from enum import StrEnum

_SHAPE = re.compile(r"sst_(?P<environment>[a-z]+)_[A-Za-z0-9_-]{43}\Z")
SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")


class TokenRight(StrEnum):
    """A token may what it names, and nothing else."""

    ACTIVITY_WRITE = "activity:write"


def written(*, environment: str, secret: str) -> str:
    """The text that the program keeps; `secret` is 32 random bytes in URL-safe base64 without padding."""
    text = f"sst_{environment}_{secret}"
    if not _SHAPE.match(text):
        raise ValueError("a token holds its environment and 43 characters of base64")
    return text


def is_of(environment: str, text: str) -> bool:
    """A token of another environment is none here, even where the database is a copy of that one's (N64)."""
    found = _SHAPE.match(text)
    return found is not None and found["environment"] == environment


def digest_of(text: str) -> str:
    """What is stored: 256 random bits cannot be guessed from their hash, so that it need not be slow."""
    return hashlib.sha256(text.encode()).hexdigest()
