"""Which quarter hours of a UTC day belong to which day of a customer's own time zone?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby

SLOT = timedelta(minutes=15)  # every offset in use since 2000 is a multiple of it
SLOTS = 96


@dataclass(frozen=True, slots=True)
class DayShift:
    """Slots `first_slot`…`last_slot` (inclusive) of the UTC day lie on `local_day`."""

    day: date
    first_slot: int
    last_slot: int
    local_day: date


def day_shifts(zone: tzinfo, first: date, last: date) -> Iterator[DayShift]:
    """Cover each UTC day from first to last, all 96 slots, once; days with a clock change are walked slot by slot."""
    day = first
    while day <= last:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        opening, closing = _offset(start, zone), _offset(start + (SLOTS - 1) * SLOT, zone)
        yield from _plain(day, opening) if opening == closing else _walked(day, start, zone)
        day += timedelta(days=1)


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _plain(day: date, offset: timedelta) -> Iterator[DayShift]:
    shift = offset // SLOT
    if shift == 0:
        yield DayShift(day, 0, SLOTS - 1, day)
    elif shift > 0:
        yield DayShift(day, 0, SLOTS - 1 - shift, day)
        yield DayShift(day, SLOTS - shift, SLOTS - 1, day + timedelta(days=1))
    else:
        yield DayShift(day, 0, -shift - 1, day - timedelta(days=1))
        yield DayShift(day, -shift, SLOTS - 1, day)


def _walked(day: date, start: datetime, zone: tzinfo) -> Iterator[DayShift]:
    local = [(slot, (start + slot * SLOT).astimezone(zone).date()) for slot in range(SLOTS)]
    for local_day, found in groupby(local, key=lambda pair: pair[1]):
        slots = [slot for slot, _ in found]
        yield DayShift(day, slots[0], slots[-1], local_day)
