"""Which small things do several pages show: figures, facts, ages, pages of a list?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from lifecycle.api import words
from lifecycle.rules.data_age import Age, age_of

PAGE_SIZE = 50
_AGE_TONES = {Age.FRESH: "ok", Age.LATE: "caution", Age.STALE: "blocked", Age.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name; `is_word` when the number is not known and a word stands there."""

    name: str
    value: str
    note: str = ""
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownAge:
    tone: str
    word: str
    at: str
    ago: str
    source: str


@dataclass(frozen=True, slots=True)
class Pager:
    shown: int
    total: int | None = None
    first_url: str = ""
    next_url: str = ""
    csv_url: str = ""
    json_url: str = ""


@dataclass(frozen=True, slots=True)
class TodayItem:
    tone: str
    word: str
    title: str
    why: str
    url: str
    when: str


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    items: tuple[TodayItem, ...]
    is_urgent: bool = False
    url: str = ""
    url_word: str = ""
    total: int = 0


def figure(name: str, value: float | None, note: str = "") -> Figure:
    return Figure(name, words.number(value), note, is_word=value is None)


def shown_age(as_of: datetime | None, *, source: str, fresh_for: timedelta, now: datetime) -> ShownAge:
    """Amber past its freshness, red past twice; the word changes with the color."""
    age = age_of(as_of, fresh_for=fresh_for, now=now)
    said = {Age.FRESH: _("fresh"), Age.LATE: _("late"), Age.STALE: _("stale"), Age.UNKNOWN: _("unknown")}
    at = words.instant(as_of) if as_of else ""
    return ShownAge(_AGE_TONES[age], said[age], at, words.ago(as_of, now=now) if as_of else "", source)


def plain_age(at: datetime, *, now: datetime) -> ShownAge:
    """Of what is not awaited again: however old, it is not late."""
    return ShownAge("ok", "", words.instant(at), words.ago(at, now=now), "")


def pager(
    query: QueryDict,
    *,
    shown: int,
    next_cursor: str,
    total: int | None = None,
    has_files: bool = False,
    table: str = "",
) -> Pager:
    """Links that keep the filter and change only the cursor or the format; `table` is what the CSV is called there."""
    kept = {name: value for name, value in query.items() if name not in {"after", "format"}}
    table = table or ("csv" if has_files else "")
    return Pager(
        shown=shown,
        total=total,
        first_url="?" + urlencode(kept) if query.get("after") else "",
        next_url="?" + urlencode({**kept, "after": next_cursor}) if next_cursor else "",
        csv_url="?" + urlencode({**kept, "format": table}) if table else "",
        json_url="?" + urlencode({**kept, "format": "json"}) if has_files else "",
    )


def offset(text: str) -> int:
    """How many rows to leave out; anything but a plain number is none."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0


def asked(query: QueryDict, name: str) -> str:
    """What the address asks for, without what no database would take."""
    return query.get(name, "").replace("\x00", "")[:200]
