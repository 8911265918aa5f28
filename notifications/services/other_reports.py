"""A mail system says in its own words that a letter came back: for which mailboxes, for good or for now, and why?

How many systems write is known to flufl.bounce; it finds the mailboxes. Why is read out of the words beside them.
"""

import re
from collections.abc import Iterator
from email.message import Message

from flufl.bounce import all_failures

from notifications.rules.bounce_reports import BounceReport, ReportedRecipient, given_up_by, names_quoted_in, written_at
from notifications.rules.provider_events import storable
from notifications.rules.received_mail import beginning_of

# Some of its patterns take the square of a line's length, and each is tried on each line: anybody may write to us.
_LONGEST, _LONGEST_LINE = 60_000, 300
# Words of old sendmail's warnings, which the library takes for its last word.
_TRIES_ON = re.compile(
    r"transient non-fatal errors|this is a warning message only|will keep trying until", re.IGNORECASE
)
# Put in the place of our letter's mailbox: of a domain with a hyphen, and of others, many patterns know nothing.
_STAND_IN = "the.letter@went.to.example"


def other_report_in(raw: bytes, *, mailbox: str) -> BounceReport | None:
    """Of one message as it came; None when no known system's words are in it. Nothing in it is believed yet.

    `mailbox` is the one that our letter went to.
    """
    message = _short(raw, mailbox)
    try:
        late, gone = all_failures(message)
    except Exception:  # some detectors stumble over broken headers; it logs that itself
        return None
    lines = [_text(line, mailbox) for line in _lines(message)]
    if any(_TRIES_ON.search(line) for line in lines):
        late, gone = late | gone, frozenset()
    recipients = [ReportedRecipient.late(_text(each, mailbox)) for each in sorted(late - gone)]
    recipients += [given_up_by(_text(each, mailbox), beside=lines) for each in sorted(gone)]
    return BounceReport(names_quoted_in(raw), tuple(recipients), written_at(message)) if recipients else None


def _short(raw: bytes, mailbox: str) -> Message:
    """Its beginning, in short lines, as somebody would read it: the detectors decode nothing."""
    message = beginning_of(_cut(raw, mailbox))
    for part in message.walk():
        if part.get_content_maintype() == "text" and "content-transfer-encoding" in part:
            words = part.get_payload(decode=True)
            del part["content-transfer-encoding"]
            part.set_payload(_cut(words, mailbox).decode("ascii", "replace") if isinstance(words, bytes) else "")
    return message


def _cut(raw: bytes, mailbox: str) -> bytes:
    short = b"\n".join(line[:_LONGEST_LINE] for line in raw[:_LONGEST].splitlines())
    whole = rb"(?<![\w.+-])%s(?![\w-]|\.\w)" % re.escape(mailbox.encode())
    return re.sub(whole, _STAND_IN.encode(), short, flags=re.IGNORECASE)


def _lines(message: Message) -> Iterator[bytes]:
    for part in message.walk():
        words = part.get_payload(decode=True)
        yield from (line.strip() for line in words.splitlines()) if isinstance(words, bytes) else ()


def _text(written: bytes, mailbox: str) -> str:
    return storable(written.decode("utf-8", "replace")).replace(_STAND_IN, mailbox)
