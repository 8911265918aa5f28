"""When did an event happen, read from what a feed wrote?"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum

from analytics.rules.reasons import Reason

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INTEGER = re.compile(r"-?[0-9]{1,20}\Z")
_DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,9})?\Z")
_MICROSECOND = timedelta(microseconds=1)
_SECONDS_BELOW = 100_000_000_000  # the year 5138 in seconds, March 1973 in milliseconds
_MILLISECONDS_BELOW = 100_000_000_000_000


class Unit(StrEnum):
    """Of an epoch number: seconds, milliseconds, microseconds."""

    S = "s"
    MS = "ms"
    US = "us"


_MICROSECONDS = {Unit.S: 1_000_000, Unit.MS: 1_000, Unit.US: 1}


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC. `unit` says that it was an epoch number without a declared unit, and which unit it showed."""

    at: datetime
    unit: Unit | None = None


def read_moment(value: object, *, now: datetime, assume_zone: tzinfo | None, unit: Unit | None) -> Moment | Reason:
    """ISO 8601 with offset, or an epoch number; `assume_zone` is for times without offset (fold: the first)."""
    found = _parse(value, unit=unit)
    if isinstance(found, Reason):
        return found
    at = found.at
    if at.tzinfo is None:
        if assume_zone is None:
            return Reason.NO_ZONE
        at = at.replace(tzinfo=assume_zone)
    try:
        at = at.astimezone(UTC)
    except OverflowError:
        return Reason.OUT_OF_RANGE
    if not EARLIEST <= at <= now + AHEAD:
        return Reason.OUT_OF_RANGE
    return Moment(at, found.unit)


def epoch_us(at: datetime) -> int:
    """Whole microseconds since 1970, exactly."""
    return (at - EPOCH) // _MICROSECOND


def from_epoch_us(value: int) -> datetime:
    return EPOCH + timedelta(microseconds=value)


def _parse(value: object, *, unit: Unit | None) -> Moment | Reason:
    if isinstance(value, str):
        return _parse_text(value, unit=unit)
    if isinstance(value, datetime):
        return Moment(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _from_number(Decimal(value), unit=unit)
    if isinstance(value, float | Decimal) and unit is not None:
        return _from_number(Decimal(str(value)), unit=unit)
    return Reason.NOT_A_TIME


def _parse_text(value: str, *, unit: Unit | None) -> Moment | Reason:
    if unit is None and not _INTEGER.match(value):
        if not value.isascii():
            return Reason.NOT_A_TIME
        try:
            return Moment(datetime.fromisoformat(value))
        except ValueError:
            return Reason.NOT_A_TIME
    if unit is None and len(value.lstrip("-")) == 8:  # 20260131 is a day, not the year 1970
        return Reason.NOT_A_TIME
    if not _DECIMAL.match(value):
        return Reason.NOT_A_TIME
    return _from_number(Decimal(value), unit=unit)


def _from_number(value: Decimal, *, unit: Unit | None) -> Moment | Reason:
    if not value.is_finite():
        return Reason.NOT_A_TIME
    shown = unit or _unit_of(value)
    if shown is None:
        return Reason.UNIT_UNKNOWN
    try:
        at = EPOCH + timedelta(microseconds=int(value * _MICROSECONDS[shown]))
    except OverflowError:
        return Reason.OUT_OF_RANGE
    return Moment(at, None if unit else shown)


def _unit_of(value: Decimal) -> Unit | None:
    size = abs(value)
    if size < _SECONDS_BELOW:
        return Unit.S
    return Unit.MS if size < _MILLISECONDS_BELOW else None
