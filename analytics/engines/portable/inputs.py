"""Which small tables tell the compiled steps the day, the zones, and what is asked?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from analytics.engines.portable.measures import Warehouse
from analytics.rules.floods import Flagged
from analytics.rules.local_days import day_shifts
from analytics.rules.measures import WINDOWS

ZONED_DAYS = 93
LONG = 90


@dataclass(frozen=True, slots=True)
class Replaced:
    """A module and what takes over from it; `since`: the first day that counts as after."""

    module: str
    replacement: str
    since: date


@dataclass(frozen=True, slots=True)
class Asked:
    """What only some modules are asked for: with what they are used, who moved on, through what they were used."""

    modules: Sequence[str] = ()
    days: int = LONG
    flagged: Sequence[Flagged] = ()
    replaced: Sequence[Replaced] = ()
    left_out: Sequence[tuple[str, str]] = ()


def load_inputs(
    warehouse: Warehouse, *, as_of: date, first: date, zones: Mapping[str, tzinfo], asked: Asked | None = None
) -> None:
    """`first`: the first day with activity. `left_out` holds pairs of source and action that do not count."""
    days = (as_of - first).days
    calendar = ((as_of - timedelta(days=ago), ago) for ago in range(-1, max(days, LONG) + 1))
    warehouse.load("calendar", [("day", "day"), ("ago", "whole")], calendar)
    warehouse.load("sizes", [("size", "whole")], [(size,) for size in WINDOWS])
    moved = {account: zone for account, zone in zones.items() if str(zone) != "UTC"}
    named = [(account, str(zone)) for account, zone in moved.items()]
    warehouse.load("zones", [("account", "text"), ("zone", "text")], named)
    columns = [("zone", "text"), ("day", "day"), ("first_slot", "whole"), ("last_slot", "whole"), ("ago", "whole")]
    warehouse.load("shifts", columns, _shifts(moved, as_of))
    _load_asked(warehouse, asked or Asked(), as_of)


def _shifts(moved: Mapping[str, tzinfo], as_of: date) -> Iterator[tuple[str, date, int, int, int]]:
    for name, zone in {str(zone): zone for zone in moved.values()}.items():
        for each in day_shifts(zone, as_of - timedelta(days=ZONED_DAYS), as_of + timedelta(days=1)):
            yield name, each.day, each.first_slot, each.last_slot, (as_of - each.local_day).days


def _load_asked(warehouse: Warehouse, asked: Asked, as_of: date) -> None:
    warehouse.load("asked", [("module", "text"), ("days", "whole")], [(each, asked.days) for each in asked.modules])
    people = [(each.account, each.user) for each in asked.flagged]
    warehouse.load("flagged", [("account", "text"), ("user", "text")], people)
    columns = [("module", "text"), ("replacement", "text"), ("since_ago", "whole")]
    replaced = [(each.module, each.replacement, (as_of - each.since).days) for each in asked.replaced]
    warehouse.load("replacements", columns, replaced)
    warehouse.load("left_out", [("source", "text"), ("action", "text")], asked.left_out)
