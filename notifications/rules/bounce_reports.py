"""What does a report about mail that came back say: of which message, for whom, and was it given up?

In the form of RFC 3464; of other forms what is said beside the mailbox.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import groupby

from notifications.rules.addresses import address_norm
from notifications.rules.mail_answers import Codes, codes_in
from notifications.rules.provider_events import ANSWER_LENGTH, Meaning, Word, meaning_of
from notifications.rules.received_mail import beginning_of, parts_of

TOLD_BY_MAIL = "mail"  # beside the names of providers
MESSAGE_NAME = re.compile("<[!-;=?A-~]+@[!-;=?A-~]+>")  # plain characters only: other ones stand in no name of ours
_GIVEN_UP = ("fail", "error")  # in whatever words; delayed, relayed, expanded and delivered are no bounce
_FAULT = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
_SAYS_NOTHING = re.compile(r"([45])\.0\.0")
_CODE_IN_ANSWER = re.compile(r"^\W*(?:\d{3}[ -])?([45]\.\d{1,3}\.\d{1,3})(?![.\d])")
_CODE_AFTER_SIGN = re.compile(r"#([45]\.\d{1,3}\.\d{1,3})(?![.\d])")  # as qmail and Exchange end their words
_OWN_NAME = re.compile(
    rb"^[> ]{0,4}Message-ID:[ \t]*(?:\r?\n[ \t]+)?(%s)" % MESSAGE_NAME.pattern.encode(), re.IGNORECASE | re.MULTILINE
)
_MOST_READ = 200_000
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

    @classmethod
    def late(cls, address: str) -> "ReportedRecipient":
        return cls(frozenset({address_norm(address)}), None, "")


@dataclass(frozen=True, slots=True)
class BounceReport:
    """`names` are Message-IDs of what came back; `at` as the reporting server says, None where it does not."""

    names: tuple[str, ...]
    recipients: tuple[ReportedRecipient, ...]
    at: datetime | None


def report_in(raw: bytes) -> BounceReport | None:
    """Of one message as it came; None when it is no such report. Nothing in it is believed yet."""
    message = beginning_of(raw)
    if message.get_content_type() != "multipart/report":
        return None
    parts = parts_of(message)
    told = [block for part in parts if part.get_content_type() == _STATUS_PART for block in parts_of(part)]
    recipients = tuple(_recipient(block) for block in told if block["Final-Recipient"] or block["Original-Recipient"])
    return BounceReport(_names(message, parts), recipients, written_at(message)) if recipients else None


def given_up_by(address: str, *, beside: Sequence[str]) -> ReportedRecipient:
    """Of a report that says so in words of its own; `beside` are its lines. Without a code no address is blamed.

    What is said stands in the paragraph that names the mailbox, of several in the first that has a code.
    """
    told = [_with_code_first(each) for each in _words_after(address, beside)] or [""]
    answer = next((each for each in told if codes_in(each) != Codes()), told[0])[:ANSWER_LENGTH]
    meaning = meaning_of("bounced", answer=answer, word=Word.LASTING)
    return ReportedRecipient(frozenset({address_norm(address)}), meaning, answer)


def _words_after(address: str, lines: Sequence[str]) -> Iterator[str]:
    """Of each paragraph that names it, from there on."""
    for is_empty, paragraph in groupby(lines, key=lambda line: not line):
        words = " ".join(" ".join(paragraph).split())
        at = words.casefold().find(address.casefold())
        if at >= 0 and not is_empty:
            yield words[at + len(address) :].strip(" :>")


def _with_code_first(said: str) -> str:
    code = _CODE_AFTER_SIGN.search(said)
    return f"{code[1]} {said}" if code else said


def names_quoted_in(raw: bytes) -> tuple[str, ...]:
    """Message-IDs of what is enclosed or copied into a message, however; not its own."""
    _, _, body = raw[:_MOST_READ].replace(b"\r\n", b"\n").partition(b"\n\n")
    return tuple(each.decode("ascii") for each in _OWN_NAME.findall(body))


def _recipient(block: Message) -> ReportedRecipient:
    found = frozenset(_mailbox(_said(block, name)) for name in ("Final-Recipient", "Original-Recipient"))
    status, answer = _said(block, "Status"), _said(block, "Diagnostic-Code").partition(";")[2].strip()
    known = _FAULT.match(status)
    if not _said(block, "Action").lower().startswith(_GIVEN_UP) or not known:
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
            yield from parts_of(part)[:1]
        elif part.get_content_type() == _HEADERS:
            headers = part.get_payload(decode=True)
            yield beginning_of(headers if isinstance(headers, bytes) else b"")


def _said(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def written_at(message: Message) -> datetime | None:
    try:
        told = parsedate_to_datetime(_said(message, "Date"))
    except (TypeError, ValueError, OverflowError):
        return None
    return told if told.tzinfo else None
