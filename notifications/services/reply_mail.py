"""What does a message that came by mail say, whatever is broken in it?"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.policy import default
from email.utils import parseaddr

import nh3

from notifications.rules.provider_events import storable
from notifications.rules.received_mail import beginning_of, parts_of
from notifications.rules.replies import LINES_OF_PAGE, words_of_page

_LONGEST_PAGE, _LONGEST_SUBJECT = 100_000, 1_000
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
    message = beginning_of(raw)
    pairs = [(name.lower(), storable(str(value))) for name, value in message.items()]
    headers = dict(pairs)
    came_to = " ".join(value for name, value in pairs if name in _CAME_TO)
    subject = default.header_factory("Subject", headers.get("subject", "")[:_LONGEST_SUBJECT])
    name = hashlib.sha256(headers.get("message-id", "").encode() or raw).hexdigest()
    return ReplyMail(headers, came_to, str(subject), storable(_text(message)), name)


def _text(message: Message) -> str:
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


def _content(message: Message, kind: str) -> str:
    part = next(_bodies(message, f"text/{kind}"), None)
    words = part.get_payload(decode=True) if part else b""
    try:
        charset = part.get_content_charset("ascii") if part else "ascii"
        return words.decode(charset, "replace") if isinstance(words, bytes) else ""
    except (LookupError, UnicodeError, ValueError):  # a charset that nobody knows
        return ""


def _bodies(message: Message, kind: str) -> Iterator[Message]:
    """Neither of what is attached, nor of a message that is enclosed."""
    if message.get_content_disposition() == "attachment":
        return
    if message.get_content_type() == kind:
        yield message
    for part in parts_of(message) if message.get_content_maintype() == "multipart" else ():
        yield from _bodies(part, kind)
