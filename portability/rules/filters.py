"""Which records does a request take, and for which reason is one left out (B1)?"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from portability.rules import im
from portability.rules.kinds import ContentType, Kind
from portability.rules.records import Record


class Attachments(StrEnum):
    """What to do with files: take them along, leave them out, or take nothing else."""

    WITH = "with"
    WITHOUT = "without"
    ONLY = "only"


class PersonSense(StrEnum):
    """What makes a record a person's: they sent it, or they took part in any way."""

    SENT = "sent"
    TOOK_PART = "took_part"


class Clause(StrEnum):
    """The axis on which a record was left out; receipts count by it."""

    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    TYPE = "type"
    KEYWORD = "keyword"
    ATTACHMENTS = "attachments"


class BadFilter(ValueError):
    """The filter cannot be meant; the message says which part and what to write instead."""


@dataclass(frozen=True, slots=True)
class Filter:
    """OR inside an axis, AND between them. None on an axis means all of it; an empty list is an error.

    `from_ms` and `to_ms` are ms UTC, `[from, to)`, None where the end is open; `zone` says where days were meant.
    """

    zone: str = "UTC"
    from_ms: int | None = None
    to_ms: int | None = None
    persons: tuple[str, ...] | None = None
    sense: PersonSense = PersonSense.SENT
    places: tuple[str, ...] | None = None
    types: tuple[ContentType, ...] | None = None
    keywords: tuple[str, ...] | None = None
    attachments: Attachments = Attachments.WITH

    def __post_init__(self) -> None:
        for name in ("persons", "places", "types", "keywords"):
            values = getattr(self, name)
            if values is not None and (not values or not all(str(value).strip() for value in values)):
                raise BadFilter(f"{name}: an empty value would mean nothing or everything; leave the axis out for all")
        if self.from_ms is not None and self.to_ms is not None and self.from_ms >= self.to_ms:
            raise BadFilter("time: the range ends before it begins")
        try:
            ZoneInfo(self.zone)
        except (KeyError, OSError, ValueError) as error:
            raise BadFilter(f"zone: {self.zone!r} is no time zone of the IANA list") from error

    @property
    def narrowing(self) -> tuple[Clause, ...]:
        """The axes that leave something out; none of them means the whole."""
        axes = (
            (Clause.TIME, self.from_ms is not None or self.to_ms is not None),
            (Clause.PERSON, self.persons is not None),
            (Clause.PLACE, self.places is not None),
            (Clause.TYPE, self.types is not None),
            (Clause.KEYWORD, self.keywords is not None),
            (Clause.ATTACHMENTS, self.attachments is not Attachments.WITH),
        )
        return tuple(clause for clause, narrows in axes if narrows)


class Selection:
    """A filter made ready to judge many records."""

    def __init__(self, wanted: Filter) -> None:
        self.filter = wanted
        self._persons = frozenset(wanted.persons or ())
        self._places = frozenset(wanted.places or ())
        self._types = frozenset(wanted.types or ())
        self._keywords = tuple(_pattern(keyword) for keyword in wanted.keywords or ())

    def exclusion(self, record: Record) -> Clause | None:
        """The first axis, in the order of `Clause`, that leaves the record out; None when it is taken."""
        checks = (
            (Clause.TIME, self._is_in_time),
            (Clause.PERSON, self._is_persons),
            (Clause.PLACE, self._is_in_place),
            (Clause.TYPE, self._is_of_type),
            (Clause.KEYWORD, self._has_keyword),
            (Clause.ATTACHMENTS, self._fits_attachments),
        )
        return next((clause for clause, holds in checks if not holds(record)), None)

    def _is_in_time(self, record: Record) -> bool:
        if record.at is None:
            return True
        start, end = self.filter.from_ms, self.filter.to_ms
        return (start is None or record.at >= start) and (end is None or record.at < end)

    def _is_persons(self, record: Record) -> bool:
        if self.filter.persons is None or record.kind in {Kind.ORG_UNIT, Kind.CONTAINER, Kind.SETTING}:
            return True
        if record.kind is Kind.USER:
            return record.id in self._persons
        if isinstance(record.body, im.Message) and self.filter.sense is PersonSense.SENT:
            return record.body.sender in self._persons
        return not self._persons.isdisjoint(_everyone(record))

    def _is_in_place(self, record: Record) -> bool:
        if self.filter.places is None or record.kind in {Kind.ORG_UNIT, Kind.USER}:
            return True
        return (record.id if record.kind is Kind.CONTAINER else record.container) in self._places

    def _is_of_type(self, record: Record) -> bool:
        return self.filter.types is None or record.content_type is None or record.content_type in self._types

    def _has_keyword(self, record: Record) -> bool:
        if self.filter.keywords is None or record.content_type is None:
            return True
        body = record.body
        words = [record.text or ""] if not isinstance(body, im.Attachment) else [body.name, body.title or ""]
        return any(found(_folded(text)) for text in words for found in self._keywords)

    def _fits_attachments(self, record: Record) -> bool:
        if record.content_type is None:
            return True
        is_file = record.kind is Kind.ATTACHMENT
        return {Attachments.WITH: True, Attachments.WITHOUT: not is_file, Attachments.ONLY: is_file}[
            self.filter.attachments
        ]


def _everyone(record: Record) -> set[str]:
    if not isinstance(record.body, im.Message):
        return set(record.persons)
    return {*record.persons, *record.body.mentions, *(reaction.person for reaction in record.body.reactions)}


class _Finder:
    def __init__(self, keyword: str) -> None:
        words = _folded(keyword).split()
        self._whole = r"\s+".join(re.escape(word) for word in words)
        spaced = not any(_is_unspaced(character) for character in keyword)
        self._pattern = re.compile(rf"(?<!\w){self._whole}(?!\w)" if spaced else self._whole)

    def __call__(self, text: str) -> bool:
        return self._pattern.search(text) is not None


def _pattern(keyword: str) -> _Finder:
    return _Finder(keyword)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_unspaced(character: str) -> bool:
    name = unicodedata.name(character, "")
    return name.startswith(("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR"))
