"""Which values are one reader's own, so that a letter can be made once and told to many?

A shared letter holds stand-ins instead of them: plain ASCII words that templates, MJML and HTML cleaning leave alone.
"""

import re
from collections.abc import Mapping, Sequence

ACCOUNT, CONTACT, USERS, USES = (f"zq7{name}7qz" for name in ("account", "contact", "users", "uses"))
_NAME = "zq7(?:account|contact|users|uses)7qz"
_ANY = re.compile(_NAME)
_OWN_LINE = re.compile(rf"([^\n]*{_NAME}[^\n]*\n?)")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Each stand-in once, from left to right: a value that reads like a stand-in itself stays as it is."""
    return _ANY.sub(lambda found: values[found[0]], text)


def pieces(text: str) -> tuple[str, ...]:
    """Lines that all readers have in common and lines with stand-ins, by turns: the latter are at odd places."""
    return tuple(_OWN_LINE.split(text))


def filled(shared: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(fill(each, values) if n % 2 else each for n, each in enumerate(shared))
