"""Which parts must a notice hold, and which are missing from a text?"""

from collections.abc import Mapping
from enum import StrEnum

from notifications.rules.notice_codes import NoticeCode


class Part(StrEnum):
    REASON = "reason"
    DATES = "dates"
    EFFECT = "effect"
    REPLACEMENT = "replacement"
    EXPORT = "export"
    HELPER = "helper"
    NOTHING_DONE = "nothing_done"
    ACKNOWLEDGE = "acknowledge"


_ALL = tuple(Part)
_AFTER_THE_END = (Part.REASON, Part.DATES, Part.REPLACEMENT, Part.EXPORT, Part.HELPER, Part.ACKNOWLEDGE)

REQUIRED: dict[NoticeCode, tuple[Part, ...]] = {
    NoticeCode.SUNSET_ANNOUNCED: _ALL,
    NoticeCode.SUNSET_REMINDER: _ALL,
    NoticeCode.LAST_CALL: _ALL,
    NoticeCode.SWITCHED_OFF: _AFTER_THE_END,
    NoticeCode.AFTER: (Part.REASON, Part.DATES, Part.EXPORT, Part.HELPER, Part.NOTHING_DONE),
    NoticeCode.CORRECTION: (Part.REASON, Part.DATES, Part.EXPORT, Part.HELPER, Part.NOTHING_DONE, Part.ACKNOWLEDGE),
    NoticeCode.CANCELLED: (Part.REASON, Part.HELPER),
}


def missing_parts(notice: NoticeCode, text: str, said: Mapping[Part, tuple[str, ...]]) -> tuple[Part, ...]:
    """Parts of which no value was given, or one does not stand in the text (white space aside)."""
    flat = " ".join(text.split())
    return tuple(part for part in REQUIRED[notice] if not _stands(said.get(part, ()), flat))


def _stands(values: tuple[str, ...], flat: str) -> bool:
    return bool(values) and all(value and " ".join(value.split()) in flat for value in values)
