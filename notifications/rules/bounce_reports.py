"""What does a report about mail that came back say: of which message, for whom, and was it given up? (RFC 3464)"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from notifications.rules.addresses import address_norm
from notifications.rules.provider_events import ANSWER_LENGTH, Meaning, meaning_of

TOLD_BY_MAIL = "mail"  # beside the names of providers
MESSAGE_NAME = re.compile("<[!-;=?A-~]+@[!-;=?A-~]+>")  # plain characters only: other ones stand in no name of ours
_GIVEN_UP = "failed"  # delayed, relayed, expanded and delivered are no bounce
_FAULT = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
_SAYS_NOTHING = re.compile(r"([45])\.0\.0")
_CODE_IN_ANSWER = re.compile(r"^\W*(?:\d{3}[ -])?([45]\.\d{1,3}\.\d{1,3})(?![.\d])")
_ADDRESS_KINDS = frozenset({"rfc822", "utf-8"})
_STATUS_PART = "message/delivery-status"
_WHOLE, _HEADERS = "message/rfc822", "text/rfc822-headers"


@dataclass(frozen=True, slots=True)
class ReportedRecipient:
    """`mailboxes` are folded: the one that refused, and the one that we wrote to, where the report names it.

    `meaning` None: it was not given up. `answer` begins with the code that counts.
    """

    mailboxes: frozenset[str]
    meaning: Meaning | None
    answer: str


@dataclass(frozen=True, slots=True)
class BounceReport:
    """`names` are Message-IDs of what came back; `at` as the reporting server says, None where it does not."""

    names: tuple[str, ...]
    recipients: tuple[ReportedRecipient, ...]
    at: datetime | None


def report_in(raw: bytes) -> BounceReport | None:
    """Of one message as it came; None when it is no such report. Nothing in it is believed yet."""
    message = message_from_bytes(raw)
    if message.get_content_type() != "multipart/report":
        return None
    parts = _parts(message)
    told = [block for part in parts if part.get_content_type() == _STATUS_PART for block in _parts(part)]
    recipients = tuple(_recipient(block) for block in told if block["Final-Recipient"] or block["Original-Recipient"])
    return BounceReport(_names(message, parts), recipients, _date(message)) if recipients else None


def _parts(message: Message) -> list[Message]:
    found = message.get_payload()
    return [each for each in found if isinstance(each, Message)] if isinstance(found, list) else []


def _recipient(block: Message) -> ReportedRecipient:
    found = frozenset(_mailbox(_said(block, name)) for name in ("Final-Recipient", "Original-Recipient"))
    status, answer = _said(block, "Status"), _said(block, "Diagnostic-Code").partition(";")[2].strip()
    known = _FAULT.match(status)
    if _said(block, "Action").lower() != _GIVEN_UP or not known:
        return ReportedRecipient(found - {""}, None, "")
    better = _CODE_IN_ANSWER.match(answer) if _SAYS_NOTHING.match(status) else None
    code = better[1] if better else known[0]
    said = f"{code} {answer}".strip()[:ANSWER_LENGTH]
    return ReportedRecipient(found - {""}, meaning_of("bounced", answer=said), said)


def _mailbox(told: str) -> str:
    kind, _, address = told.partition(";")
    return address_norm(address.strip(" <>")) if kind.strip().lower() in _ADDRESS_KINDS else ""


def _names(message: Message, parts: list[Message]) -> tuple[str, ...]:
    """The returned message says who it is; where none is enclosed, what the report answers."""
    own = " ".join(_said(each, "Message-ID") for each in _enclosed(parts))
    outer = f"{_said(message, 'In-Reply-To')} {_said(message, 'References')}"
    return tuple(MESSAGE_NAME.findall(own) or MESSAGE_NAME.findall(outer))


def _enclosed(parts: list[Message]) -> Iterator[Message]:
    for part in parts:
        if part.get_content_type() == _WHOLE:
            yield from _parts(part)[:1]
        elif part.get_content_type() == _HEADERS:
            headers = part.get_payload(decode=True)
            yield message_from_bytes(headers if isinstance(headers, bytes) else b"")


def _said(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _date(message: Message) -> datetime | None:
    try:
        told = parsedate_to_datetime(_said(message, "Date"))
    except (TypeError, ValueError, OverflowError):
        return None
    return told if told.tzinfo else None
