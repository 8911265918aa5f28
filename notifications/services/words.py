"""How do a date, a number, a zone and a reason read in the recipient's language?"""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lifecycle.rules.milestones import MilestoneKind

REASONS = {
    "architecture": _("the technical base under it is being replaced."),
    "demand": _("fewer and fewer customers use it."),
    "compliance": _("it no longer meets legal or security requirements."),
    "strategy": _("we are concentrating on other parts of the product."),
}
# What customers are told of; briefing, observation and archive are the vendor's own dates.
CUSTOMER_DATES = {
    MilestoneKind.CLOSED_TO_NEW: _("No new use"),
    MilestoneKind.READ_ONLY: _("Read-only"),
    MilestoneKind.EXPORT_ONLY: _("Export only"),
    MilestoneKind.BROWNOUT: _("First short test outage"),
    MilestoneKind.EXPORT_END: _("Last day of self-service export"),
    MilestoneKind.OFF: _("Switched off"),
    MilestoneKind.PURGE: _("Data deleted for good"),
}


def language_of(*wishes: str) -> str:
    """The first wish that we speak, as Django names it; a region is ignored, Chinese is simplified Chinese."""
    spoken = {code for code, _name in settings.LANGUAGES}
    for wish in wishes:
        code = wish.strip().lower().replace("_", "-")
        base = code.partition("-")[0]
        for candidate in (code, "zh-hans" if base == "zh" else base):
            if candidate in spoken:
                return candidate
    return "en"


@lru_cache(maxsize=4096)
def day_in_sentence(day: date, language: str) -> str:
    return str(format_date(day, "long", locale=_locale(language)))


@lru_cache(maxsize=4096)
def day_in_list(day: date, language: str) -> str:
    """With weekday."""
    return str(format_date(day, "full", locale=_locale(language)))


@lru_cache(maxsize=4096)
def day_and_time(at: datetime, zone: str, language: str) -> str:
    """With weekday and time, in the reader's zone."""
    local, locale = at.astimezone(ZoneInfo(zone)), _locale(language)
    day, time = format_date(local.date(), "full", locale=locale), format_time(local, "short", locale=locale)
    return str(get_datetime_format("medium", locale=locale)).format(time, day)


@lru_cache(maxsize=4096)
def number(value: int, language: str) -> str:
    return str(format_decimal(value, locale=_locale(language)))


def plural_class(value: int, language: str) -> str:
    """Numbers of one class read alike but for their digits; none and one are classes of their own."""
    return str(value) if value in {0, 1} else _plural_form(value, language)


@lru_cache(maxsize=4096)
def _plural_form(value: int, language: str) -> str:
    return str(_locale(language).plural_form(value))


@lru_cache(maxsize=4096)
def zone_name(zone: str, language: str) -> str:
    """'Moscow Time', '中国标准时间'; the IANA name stands beside it, since that is what people can look up."""
    comma = "，" if language == "zh-hans" else ", "
    said = _zone_words(zone, _locale(language))
    return f"{said}{comma}{zone}" if said else zone


def _zone_words(zone: str, locale: Locale) -> str:
    """By CLDR: its name for the whole year, where clocks never change that of standard time, else the country."""
    named = locale.meta_zones.get(get_global("meta_zones").get(zone, ""), {}).get("long", {})
    changes = len({datetime(2027, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7)}) > 1
    country = locale.territories.get(get_global("zone_territories").get(zone, ""), "")
    if zone in {"UTC", "Etc/UTC"} or country == locale.territories.get("ZZ"):
        return ""
    return str(named.get("generic") or (not changes and named.get("standard")) or country or "")


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse("zh_Hans" if language == "zh-hans" else language)
