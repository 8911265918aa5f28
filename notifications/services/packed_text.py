"""How do several notices read in one letter, each in a section of its own?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import translation

from notifications.rules.addresses import header_text
from notifications.services.due_letters import Letter
from notifications.services.leaving import mail_domain
from notifications.services.letter_texts import Filled
from notifications.services.render import Rendered, from_template

_FOLDER = "notices/digest"


@dataclass(frozen=True, slots=True)
class Part:
    """One notice as it would read alone, and for whom."""

    account_name: str
    contact_name: str
    text: Rendered


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class _Person:
    contact_name: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the templates of the frame may speak of."""

    locale: str
    subject: str
    first: str
    sections: tuple[_Section, ...]

    @property
    def count(self) -> int:
        return len(self.sections)

    @property
    def others(self) -> int:
        return len(self.sections) - 1


def packed_text(parts: Sequence[Part], locale: str) -> Rendered:
    """The same parts in the same order give the same bytes; they are greeted once, whoever has one name in all."""
    names = {_one_line(each.contact_name) for each in parts}
    person = _Person(names.pop() if len(names) == 1 else "")
    several = len({each.account_name for each in parts}) > 1
    with translation.override(locale):
        sections = tuple(_Section(_title(each, several=several), _ungreeted(each)) for each in parts)
        first = header_text(parts[0].text.subject, longest=150)
        subject = header_text(_from("subject.txt", _Frame(locale, "", first, sections), person))
        frame = _Frame(locale, subject, first, sections)
        return Rendered(subject, _from("body.txt", frame, person), _from("body.html", frame, person))


def in_one(letters: Sequence[tuple[Letter, Filled]]) -> Filled:
    """The first one carries the others: its helper gets the answers, its dates go with the message."""
    parts = [Part(letter.account_name, letter.contact_name or "", filled.text) for letter, filled in letters]
    (first, filled), threads = letters[0], tuple(thread_of(letter) for letter, _filled in letters)
    return replace(filled, text=packed_text(parts, first.locale), threads=threads)


def thread_of(letter: Letter) -> str:
    """RFC 5322, 3.6.4: all mail about one plan to one account is one conversation; a correction joins what it mends."""
    name = hashlib.sha256(f"{letter.module_key}/{letter.plan_id}/{letter.account_key}".encode()).hexdigest()[:32]
    return f"<thread.{name}@{mail_domain()}>"


def _from(name: str, frame: _Frame, person: _Person) -> str:
    return from_template(f"{_FOLDER}/{name}", {"d": frame, "n": person})


def _title(part: Part, *, several: bool) -> str:
    if not several:
        return part.text.subject
    named = {"account": _one_line(part.account_name), "subject": part.text.subject}
    return from_template(f"{_FOLDER}/_title.txt", {"t": named}).strip()


def _ungreeted(part: Part) -> str:
    greeting = from_template("notices/_parts/_greeting.txt", {"n": _Person(_one_line(part.contact_name))}).strip()
    return part.text.text.removeprefix(greeting).strip()


def _one_line(name: str) -> str:
    return " ".join(header_text(name).split())
