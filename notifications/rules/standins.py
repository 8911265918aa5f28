"""Which values are one reader's own, so that a letter can be made once and told to many?

A shared letter holds stand-ins instead of them: plain ASCII words that templates, MJML and HTML cleaning leave alone.
"""

import re
from collections.abc import Mapping

ACCOUNT, CONTACT, USERS, USES = (f"zq7{name}7qz" for name in ("account", "contact", "users", "uses"))
_ANY = re.compile("zq7(?:account|contact|users|uses)7qz")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Each stand-in once, from left to right: a value that reads like a stand-in itself stays as it is."""
    return _ANY.sub(lambda found: values[found[0]], text)
