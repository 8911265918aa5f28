"""Whose fault is a mail server's no: the address's, our own set-up's, this mailbox's, the letter's, or only the hour's?

Basic codes: RFC 5321, 4.2; enhanced codes: RFC 2034 and 3463. Requirement: notices 8.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Command(StrEnum):
    """To what it was said. Whoever is told of it later by others no longer knows: that is `LATER`.

    `INTERFACE`: to a call of a mail provider's own interface, by a status of HTTP.
    """

    SENDER = "MAIL FROM"
    RECIPIENT = "RCPT TO"
    DATA = "DATA"
    LATER = "later"
    INTERFACE = "API"


class Blame(StrEnum):
    """`address`: nobody is there. `recipient`: no mail for this one, nobody says why. `hour`: it may pass."""

    ADDRESS = "address"
    CONFIGURATION = "configuration"
    RECIPIENT = "recipient"
    LETTER = "letter"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Codes:
    """What is read out of an answer; 0 and empty: there is none."""

    basic: int = 0
    enhanced: tuple[int, ...] = ()


# Where servers write it: first, or right after the basic code. Anywhere else it is a part of an IP address or of words.
_ENHANCED = re.compile(r"(?:^\s*|(?<![\d.])[45]\d\d[ -])[#(\[]?([45])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_BASIC = re.compile(r"(?<![\d.\[])[45]\d\d(?=[ -]|$)")
_UNAUTHENTICATED = frozenset({530, 535, 538})
_NO_TRANSACTION = 554  # at a recipient it is about the recipient
_TOO_BIG = 552
_NOBODY_THERE = frozenset({(1, 1), (1, 2), (1, 3), (1, 6), (1, 10)})
_SENDER = frozenset({(1, 7), (1, 8)})
# Whom a list or a mailbox takes mail from is its own rule: RFC 3463, 3.8, and Exchange's own details.
_OWN_RULES = frozenset({2, *range(123, 137)})
_POLICY, _PROTOCOL, _CONTENT = 7, 5, 6
_SAYS_NO = (7, 1)  # "not authorized": by whose rule, only its words tell
_SPEAKS_OF_US = re.compile(
    r"\b(?:spf|dkim|dmarc|rbl|dnsbl|ptr|sender (?:policy|id)|sender domain|reverse dns)\b"
    r"|authentic|block(?:ed (?:using|by)|[ -]?list)|black[ -]?list|deny[ -]?list|\blisted\b"
    r"|reputation|spam|unsolicited|bulk mail|banned sending ip",
    re.IGNORECASE,
)
# An Exchange group or mailbox that takes mail from its own people alone; its words speak of authentication, too.
_OF_OWN_GROUP = re.compile(r"\bRESOLVER\.RST\.", re.IGNORECASE)
_OF_RECIPIENT = frozenset({1, 2, 4})  # address, mailbox, way to it
_FULL = (2, 2)
_SIZE = frozenset({(2, 3), (3, 4)})
_NOTHING_SAID = 0
_OF_INTERFACE = frozenset({"401", "403", "420", "429"})  # said to everybody
_OUR_CALL, _MAYBE_RECIPIENT, _TOO_LARGE = frozenset({401, 402, 403, 404, 405}), frozenset({400, 422}), 413
# How Brevo, Mailgun, Mailjet, MailerSend, Resend, SparkPost and Anymail itself write that it is about whom the letter
# is to. Not what the address itself says: somebody may be called sender.
_TO = re.compile(
    r"""['"`]to['"`]|\bto(?:\.\d+|\[\d+\])\.email\b|not valid in to\b|\binvalid_to_address\b|\brecipient address\b""",
    re.IGNORECASE,
)
_FROM = re.compile(r"""['"`]from['"`]|\bfrom\.email\b|\bsender\b|\breply[-_]?to\b""", re.IGNORECASE)
_SOMEBODY = re.compile(r"""[^\s"'`<>]+@[^\s"'`<>]+""")
# What a database looks for before it asks `blame_kept`: more than our own faults, and all of them.
MAYBE_OURS, MAYBE_OURS_CODE = r"5\.(7\.\d|1\.[78])", r"^(530|535|538|554)$| MAIL FROM$|API$"


def codes_in(text: str) -> Codes:
    """Of an answer as somebody passes it on; the lasting no stands first there."""
    basic, enhanced = _BASIC.search(text), _ENHANCED.search(text)
    return Codes(int(basic[0]) if basic else 0, tuple(map(int, enhanced.groups())) if enhanced else ())


def blame(code: int, text: str, *, at: Command) -> Blame:
    """Of a code of 400 or more, or 0 when only the enhanced one is known. Only `address` ends mail to somebody."""
    enhanced = codes_in(text).enhanced
    if 400 <= code < 500 or (enhanced and enhanced[0] == 4) or enhanced[1:] == _FULL:
        return Blame.HOUR
    if code in _UNAUTHENTICATED:
        return Blame.CONFIGURATION
    if at is Command.SENDER:
        return Blame.LETTER if code == _TOO_BIG or enhanced[1:] in _SIZE else Blame.CONFIGURATION
    if enhanced and enhanced[1] != _NOTHING_SAID:
        return Blame.RECIPIENT if is_bare_no(text) else _coded(enhanced[1], enhanced[2], at)
    if at is Command.DATA:
        return Blame.CONFIGURATION if code == _NO_TRANSACTION else Blame.LETTER
    return Blame.RECIPIENT


def is_bare_no(text: str) -> bool:
    """5.7.1 without a word about sender policy: one recipient's own no, unless others give the same one."""
    is_no = codes_in(text).enhanced[1:] == _SAYS_NO
    return is_no and (not _SPEAKS_OF_US.search(text) or bool(_OF_OWN_GROUP.search(text)))


def blame_of_interface(status: int, text: str) -> Blame:
    """Of a lasting no to a call, 0 when it was never made. A letter to one person alone: words about `to` are theirs.

    Whatever else is refused is our request, and would be refused for everybody.
    """
    if status == _TOO_LARGE:
        return Blame.LETTER
    is_recipients, words = status in _MAYBE_RECIPIENT or not status, _SOMEBODY.sub(" ", text)
    return Blame.RECIPIENT if is_recipients and _TO.search(words) and not _FROM.search(words) else Blame.CONFIGURATION


def refuses_everybody(status: int) -> bool:
    """Whether no other letter would fare better: the key, the account or the address of the interface is wrong."""
    return status in _OUR_CALL


def shown_code(code: int, *, at: Command) -> str:
    """How a no is kept, so that `blame_kept` knows what it was said to: these two bear its name."""
    return f"{code} {at}" if at in {Command.SENDER, Command.INTERFACE} else str(code)


def blame_kept(shown: str, text: str, *, is_bounced: bool) -> Blame:
    """Of a lasting no that was kept with `shown_code`; `is_bounced`: it was said to the recipient."""
    code, _, said_to = shown.partition(" ")
    if said_to == Command.INTERFACE and code.isdigit():
        return blame_of_interface(int(code), text)
    at = Command.RECIPIENT if is_bounced else Command.DATA
    return blame(int(code) if code.isdigit() else 0, text, at=Command.SENDER if said_to == Command.SENDER else at)


def is_put_off(shown: str, text: str) -> bool:
    """A no for now that was kept: of a mail server, not of a provider's interface."""
    is_mail = len(shown) == 3 and shown.isdigit() and shown not in _OF_INTERFACE
    return is_mail and blame(int(shown), text, at=Command.RECIPIENT) is Blame.HOUR


def _coded(subject: int, detail: int, at: Command) -> Blame:
    if (subject, detail) in _NOBODY_THERE:
        return Blame.ADDRESS
    if subject == _POLICY and detail in _OWN_RULES:
        return Blame.RECIPIENT
    if subject == _POLICY or (subject, detail) in _SENDER:
        return Blame.CONFIGURATION
    if subject in {_PROTOCOL, _CONTENT} or (subject, detail) in _SIZE:
        return Blame.LETTER
    return Blame.RECIPIENT if at is not Command.DATA or subject in _OF_RECIPIENT else Blame.LETTER
