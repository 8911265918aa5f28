"""Why can a row, or a whole file, of activity not be taken?"""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What is wrong with a row. The sentence holds no value: the raw row stands beside it."""

    MISSING = "missing"
    NOT_TEXT = "not_text"
    NOT_UTF8 = "not_utf8"
    CONTROL = "control"
    TOO_LONG = "too_long"
    NOT_A_TIME = "not_a_time"
    NO_ZONE = "no_zone"
    OUT_OF_RANGE = "out_of_range"
    NO_LONGER_KEPT = "no_longer_kept"
    UNIT_UNKNOWN = "unit_unknown"
    NOT_A_MODULE_KEY = "not_a_module_key"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    TOO_PRECISE = "too_precise"
    RAGGED = "ragged"
    BAD_QUOTES = "bad_quotes"
    NOT_AN_OBJECT = "not_an_object"
    NOT_JSON = "not_json"
    LINE_TOO_LONG = "line_too_long"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Reason.MISSING: "is missing",
    Reason.NOT_TEXT: "is not text; ids are text: map it with {column: NAME, as: text}",
    Reason.NOT_UTF8: "is not valid in the file's encoding; declare it with --encoding",
    Reason.CONTROL: "holds a control, NUL or replacement character",
    Reason.TOO_LONG: "is longer than its limit",
    Reason.NOT_A_TIME: "is neither an ISO 8601 time nor whole epoch seconds or milliseconds",
    Reason.NO_ZONE: "has no time zone; say which with --assume-zone",
    Reason.OUT_OF_RANGE: "lies before 2000-01-01 or more than a day ahead",
    Reason.NO_LONGER_KEPT: "lies before the raw events that are still kept: its day can take no row any more",
    Reason.UNIT_UNKNOWN: "is a number too large for seconds or milliseconds; map it with {column: NAME, unit: us}",
    Reason.NOT_A_MODULE_KEY: "is not 1 to 64 lowercase letters, digits, dots, underscores or dashes",
    Reason.NOT_A_NUMBER: "is not a plain decimal number",
    Reason.NEGATIVE: "is negative",
    Reason.TOO_LARGE: "is larger than 1,000,000,000,000",
    Reason.TOO_PRECISE: "has more than six decimals",
    Reason.RAGGED: "has another number of cells than the header",
    Reason.BAD_QUOTES: "has quotes in the wrong place",
    Reason.NOT_AN_OBJECT: "is not a JSON object",
    Reason.NOT_JSON: "is not valid JSON",
    Reason.LINE_TOO_LONG: "is longer than 1 MiB",
}

WHOLE_ROW = "row"


@dataclass(frozen=True, slots=True)
class Fault:
    """One bad row: the field that spoils it (`row` for the row as such) and why."""

    field: str
    reason: Reason

    @property
    def sentence(self) -> str:
        return f"{self.field} {self.reason.sentence}"
