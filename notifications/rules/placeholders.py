"""Which names may stand in words that the staff write, and what do they become?"""

import re
from collections.abc import Mapping

from notifications.rules.notice_facts import NoticeFacts

_NAMED = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
PLACEHOLDERS: Mapping[str, str] = {
    "account.name": "account_name",
    "contact.name": "contact_name",
    "module.name": "module_name",
    "off.date": "off_date",
    "export.until": "export_until",
    "purge.date": "purge_date",
    "replacement.name": "replacement_name",
    "helper.name": "helper_name",
    "helper.email": "helper_email",
}


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """Names that nobody knows, and braces that name nothing, in their order."""
    unknown = [name for name in _NAMED.findall(text) if name not in PLACEHOLDERS]
    return (*unknown, *_BRACES.findall(_NAMED.sub("", text)))


def fill(text: str, facts: NoticeFacts) -> str:
    """Each name once: a value that holds braces itself stays as it is. Line breaks become spaces."""
    one_line = " ".join(text.split())
    return _NAMED.sub(lambda found: str(getattr(facts, PLACEHOLDERS[found[1]])), one_line)
