"""What does a message that came by mail say, whatever is broken in it?"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import nh3

from notifications.rules.provider_events import storable
from notifications.rules.replies import LINES_OF_PAGE, words_of_page

_LONGEST_PAGE = 100_000
# What it was written to, and what Postfix and Exim note of the mailbox that they brought it to.
_CAME_TO = frozenset({"to", "delivered-to", "x-original-to", "envelope-to"})


@dataclass(frozen=True, slots=True)
class ReplyMail:
    """`headers` have names in lower case and values as they came; `name` tells one message from another.

    `came_to` are the addresses that it was written and brought to, as text.
    """

    headers: Mapping[str, str]
    came_to: str
    subject: str
    text: str
    name: str

    @property
    def sender(self) -> str:
        return parseaddr(self.headers.get("from", ""))[1]


def read_mail(raw: bytes) -> ReplyMail:
    """The library's own reading of addresses and names raises over broken ones; those are taken as they came."""
    pairs = [(name.lower(), storable(str(value))) for name, value in message_from_bytes(raw).items()]
    headers = dict(pairs)
    came_to = " ".join(value for name, value in pairs if name in _CAME_TO)
    message = message_from_bytes(raw, policy=default)
    name = hashlib.sha256(headers.get("message-id", "").encode() or raw).hexdigest()
    return ReplyMail(headers, came_to, str(message.get("Subject", "")), storable(_text(message)), name)


def _text(message: EmailMessage) -> str:
    """The plain words, else those of the page that was sent alone or beside empty ones."""
    return _content(message, "plain").strip() or words_of_page(_cleaned(_content(message, "html")))


def _cleaned(page: str) -> str:
    """Whole tags, no scripts, and nothing that is quoted from our letter."""
    return nh3.clean(
        page[:_LONGEST_PAGE],
        tags=set(LINES_OF_PAGE | {"a"}),
        attributes={"a": {"href"}},
        clean_content_tags={"blockquote", "script", "style", "title"},
    )


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    try:
        return str(part.get_content()) if part else ""
    except (LookupError, UnicodeError, KeyError):  # a charset that nobody knows
        return ""
