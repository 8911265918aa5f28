"""How do days, instants, figures and money read in the reader's language and zone?"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_timedelta, get_datetime_format, get_timezone_location
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d\Z")
_SPAN = re.compile(r"(\d+) (month|day|release)s?\Z")
LOCALES = {"en": "en_GB", "zh-hans": "zh_Hans", "ru": "ru"}


def locale() -> Locale:
    """Of the active language; British English, because there a day cannot be read as a month."""
    language = translation.get_language() or "en"
    try:
        return Locale.parse(LOCALES.get(language.lower(), language), sep="_")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def day(value: date | None) -> str:
    """A day is never shifted; none reads “unknown”."""
    return _("unknown") if value is None else format_date(value, "medium", locale=locale())


def short_day(value: date) -> str:
    return format_skeleton("MMMd", datetime(value.year, value.month, value.day, tzinfo=UTC), locale=locale())


def month(value: date) -> str:
    return format_skeleton("yMMM", datetime(value.year, value.month, value.day, tzinfo=UTC), locale=locale())


def weekday(value: date) -> str:
    return format_skeleton("yMMMEd", datetime(value.year, value.month, value.day, tzinfo=UTC), locale=locale())


def instant(value: datetime | None, zone: str = "") -> str:
    """An instant in the reader's zone, or the one given, with its name: “14 Mar 2027, 18:00 Berlin”."""
    if value is None:
        return _("unknown")
    there = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    local = value.astimezone(there)
    pattern = str(get_datetime_format("medium", locale=locale()))
    return pattern.format(f"{local:%H:%M} {zone_name(zone or str(there))}", day(local.date()))


def in_words(value: str) -> str:
    """A fact that came as text: instants, days and truths as people read them, everything else as it is."""
    if value in {"True", "False"}:
        return _("yes") if value == "True" else _("no")
    if _DAY.match(value):
        return day(date.fromisoformat(value))
    return instant(datetime.fromisoformat(value)) if _INSTANT.match(value) else value


def zone_name(zone: str) -> str:
    """The place of a zone as people say it in their language: “Berlin”, “柏林”, “Берлин”."""
    return _place(zone, str(locale()))


@lru_cache(maxsize=1024)
def _place(zone: str, language: str) -> str:
    try:
        return str(get_timezone_location(ZoneInfo(zone), locale=language, return_city=True))
    except (LookupError, ValueError):  # no zone that anybody knows: as it is written
        return zone.rsplit("/", 1)[-1].replace("_", " ")


def ago(value: datetime, *, now: datetime) -> str:
    """Always shown beside the instant itself."""
    return _("%(span)s ago") % {"span": span(now - value)}


def span(value: timedelta) -> str:
    return format_timedelta(abs(value), granularity="second", threshold=1.5, locale=locale())


def days(count: int) -> str:
    return format_timedelta(timedelta(days=count), granularity="day", threshold=10**6, locale=locale())


def listed(parts: Iterable[str]) -> str:
    """Several things of one kind in a row, with the comma of the language."""
    return ("、" if str(locale()).startswith("zh") else ", ").join(parts)


def in_turn(parts: Iterable[str]) -> str:
    """Several half sentences, one after the other."""
    return ("；" if str(locale()).startswith("zh") else "; ").join(parts)


def lasting(value: str) -> str:
    """A span that a rule names in English: “3 months and 15 days”, “2 releases”."""
    return listed(_lasting(part) for part in value.split(" and "))


def _lasting(part: str) -> str:
    found = _SPAN.match(part)
    if not found:
        return _(part)
    count, unit = int(found[1]), found[2]
    if unit == "day":
        return days(count)
    if unit == "month":
        return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}
    return ngettext("%(count)s release", "%(count)s releases", count) % {"count": count}


def number(value: float | Decimal | None) -> str:
    """Unknown is a word, never 0 and never a dash."""
    return _("unknown") if value is None else format_decimal(value, locale=locale())


def percent(value: float | None) -> str:
    return _("unknown") if value is None else format_percent(value, format="#,##0.#%", locale=locale())


def money(value: Decimal | None, currency: str) -> str:
    if value is None or not currency:
        return _("unknown")
    whole = str(locale().currency_formats["standard"].pattern).replace(".00", "")
    return format_currency(value.to_integral_value(), currency, format=whole, locale=locale(), currency_digits=False)


def size(count: int | None) -> str:
    """Bytes, in decimal units."""
    if count is None:
        return _("unknown")
    amount, unit = Decimal(count), "byte"
    for larger in ("kilobyte", "megabyte", "gigabyte", "terabyte"):
        if amount < 1000:
            break
        amount, unit = (amount / 1000).quantize(Decimal("0.1")), larger
    length: Literal["long", "short"] = "long" if unit == "byte" else "short"
    return str(format_unit(amount, f"digital-{unit}", length, locale=locale()))
