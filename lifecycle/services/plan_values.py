"""Which values may stand in a plan file, and how is each one written?"""

import re
from datetime import date, time
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from lifecycle.rules.directory_fields import email_address
from lifecycle.rules.month_steps import Span, parse_span
from lifecycle.rules.policies import POLICIES

KEY = r"^[a-z0-9][a-z0-9._-]{0,63}$"


def _policy(key: str) -> str:
    if key not in POLICIES:
        raise ValueError(f"no such policy; known are {', '.join(POLICIES)}")
    return key


def _zone(name: str) -> str:
    if name != "UTC" and ("/" not in name or name not in available_timezones()):
        raise ValueError("not a time zone of the IANA list such as Europe/Berlin")
    return name


def _day(value: Any) -> Any:  # whatever YAML made of it
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("write a day as 2027-06-30")
    return value


def _clock(value: Any) -> Any:  # whatever YAML made of it
    if not isinstance(value, str):
        raise ValueError('write a time of day in quotes, such as "10:00"')
    return value


def _offset(value: Any) -> Span:
    if not isinstance(value, str):
        raise ValueError("write a distance with its unit, such as -90d, -6w or -3m")
    return parse_span(value)


def _naive(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("write a time without offset; time_zone says where")
    return value


Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Short = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n\x00]+$")]
Email = Annotated[str, AfterValidator(email_address), WithJsonSchema({"type": "string", "format": "email"})]
Policy = Annotated[str, AfterValidator(_policy), WithJsonSchema({"type": "string", "enum": list(POLICIES)})]
Zone = Annotated[str, AfterValidator(_zone), WithJsonSchema({"type": "string", "examples": ["UTC", "Europe/Berlin"]})]
Day = Annotated[date, BeforeValidator(_day)]
Clock = Annotated[time, BeforeValidator(_clock), AfterValidator(_naive), WithJsonSchema({"type": "string"})]
Offset = Annotated[
    Span,
    BeforeValidator(_offset),
    WithJsonSchema({"type": "string", "pattern": r"^[+-]?(\d{1,4}(mo|[dwmy]))+$", "examples": ["-90d", "-3m"]}),
]
SkippableStage = Literal["closed_to_new", "read_only", "export_only", "brownout"]
