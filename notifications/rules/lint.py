"""What stands in the way of a notice's words, before anybody may approve them?"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lifecycle.rules.dates_in_text import dates_in
from lifecycle.rules.promotion import promotion_in
from lifecycle.rules.verdicts import Reason, Verdict, blocked, together
from notifications.rules.notice_codes import NoticeCode

MOST_BYTES = 100_000
_LINK = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"'）)】」]+", re.IGNORECASE)
_LEFT_OVER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|%\(\w+\)[sd]|\{\{|\}\}")
_JOINERS = "\u200c\u200d"
_WORD = re.compile(r"[A-Za-z]{3,}")
_UNTRANSLATED_FROM = 4  # Latin words in a row of a letter that is not English: names aside, a sentence


@dataclass(frozen=True, slots=True)
class Letter:
    """One rendering: `subject` with names as they were given; `own` are the staff's words in it.

    Values that may read like anything are taken out before: a module called Coupons sells nothing.
    """

    notice: NoticeCode
    tier: str
    locale: str
    subject: str
    text: str
    html: str
    is_mandatory: bool
    own: tuple[str, ...] = ()


def lint(letter: Letter, *, hosts: frozenset[str], english: str) -> Verdict:
    """`hosts`: where links may lead; `english`: the same letter in English, for sentences that nobody translated."""
    return together(
        (
            _header(letter),
            _body(letter),
            _links(letter, hosts),
            _left_over(letter),
            _untranslated(letter, english),
            _promotion(letter),
            loose_dates(letter, letter.own),
        )
    )


def past_dates(notice: NoticeCode, labels: Iterable[str]) -> Verdict:
    """Promises that a notice would speak of as still to come, and that are past."""
    return together(
        blocked("lint_past_date", Reason.STALE, what=notice.label, which=label, place="") for label in labels
    )


def loose_dates(letter: Letter, texts: Iterable[str]) -> Verdict:
    """A date typed by hand does not move with the plan: only placeholders may name one, or somebody answers for it."""
    return _each(letter, "lint_loose_date", [date for text in texts for date in dates_in(text)])


def links_in(text: str) -> tuple[str, ...]:
    """Each once, without the full stop behind it; what mail programs make a link of by itself counts too."""
    found = (link.rstrip(".,;:!?。，；：！？") for link in _LINK.findall(text))
    return tuple(dict.fromkeys(link if "://" in link else f"https://{link}" for link in found))


def _header(letter: Letter) -> Verdict:
    if not letter.subject.strip():
        return _one(letter, "lint_no_subject")
    return _each(letter, "lint_header", [f"U+{ord(each):04X}" for each in odd_characters(letter.subject)])


def odd_characters(text: str) -> str:
    """Control and direction characters that have no business in a header."""
    return "".join(each for each in text if unicodedata.category(each) in {"Cc", "Cf"} and each not in _JOINERS)


def _body(letter: Letter) -> Verdict:
    found = Verdict() if letter.text.strip() else _one(letter, "lint_no_text")
    size = len(letter.text.encode()) + len(letter.html.encode())
    return found + (_one(letter, "lint_size", found=str(size)) if size > MOST_BYTES else Verdict())


def _links(letter: Letter, hosts: frozenset[str]) -> Verdict:
    foreign = [link for link in links_in(letter.text) if (urlsplit(link).hostname or "") not in hosts]
    return _each(letter, "lint_link", foreign)


def _left_over(letter: Letter) -> Verdict:
    found = [each for text in (letter.subject, letter.text) for each in _LEFT_OVER.findall(text)]
    return _each(letter, "lint_placeholder", found)


def _untranslated(letter: Letter, english: str) -> Verdict:
    if letter.locale == "en":
        return Verdict()
    source = set(_sentences(english))
    return _each(letter, "lint_untranslated", [each for each in _sentences(letter.text) if each in source])


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for part in re.split(r"(?<=[.:!?])\s", line):
            if len(_WORD.findall(_LINK.sub("", part))) >= _UNTRANSLATED_FROM:
                yield part.strip()


def _promotion(letter: Letter) -> Verdict:
    if not letter.is_mandatory:
        return Verdict()
    return _each(letter, "lint_promotion", promotion_in(f"{letter.subject}\n{letter.text}", letter.locale))


def _each(letter: Letter, rule: str, found: Iterable[str]) -> Verdict:
    return together(_one(letter, rule, found=each[:80]) for each in dict.fromkeys(found))


def _one(letter: Letter, rule: str, *, found: str = "") -> Verdict:
    place = f"{letter.tier}, {letter.locale}"
    return blocked(rule, Reason.BROKEN_RULE, what=letter.notice.label, place=place, found=found)
