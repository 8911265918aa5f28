"""May a report on all modules go on from an earlier one, and what is new since then?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.rules.measures import SERIES_DAYS

FRESH_SHARE = 8  # once an eighth of the rows is new, everything is counted anew, and readers read little beside it


@dataclass(frozen=True, slots=True)
class HeldRows:
    """A UTC day of the roll-ups: what it was made from, as a checksum, and its rows."""

    version: str
    rows: int


@dataclass(frozen=True, slots=True)
class ReportBasis:
    """What a report was counted from: days up to one after `as_of`, and the zones of accounts that are not in UTC.

    `form` is that of what a report holds, `excluded` says which actions of which sources do not count, `hashed_by` by
    whose hashes accounts and users are known in it; by those of another function, known users would be new ones.
    """

    as_of: date
    days: Mapping[date, HeldRows]
    zones: Mapping[str, str]
    form: int = 0
    excluded: str = ""
    hashed_by: str = ""


@dataclass(frozen=True, slots=True)
class Onward:
    """Series are counted from `first` on; before it those of the last report hold.

    Rows of `fresh` days are read beside the report that counted everything (the base), which holds unless an account
    of `moved` was seen in it: those live in another zone by now.
    """

    first: date
    fresh: tuple[date, ...]
    moved: tuple[str, ...]


def plan_onward(
    wanted: ReportBasis, *, before: ReportBasis, base: ReportBasis, share: int = FRESH_SHARE
) -> Onward | None:
    """None: everything must be counted anew. `before` is the last report, `base` the one that it goes on from.

    Nothing holds that was counted in another form, with other excluded actions or other hashes. Else days only ever
    gain rows: one that lost some was rolled up from something else, one that is gone was kept for its time.
    """
    if wanted.as_of < before.as_of or not all(_holds(wanted, each) for each in (before, base)):
        return None
    fresh = {day for day, held in wanted.days.items() if day >= base.as_of or held != base.days.get(day)}
    if sum(wanted.days[day].rows for day in fresh) * share > sum(held.rows for held in wanted.days.values()):
        return None
    changed = [day for day, held in wanted.days.items() if held != before.days.get(day)]
    first = min([before.as_of + timedelta(days=1), *changed])
    places = {**dict.fromkeys(base.zones), **dict.fromkeys(wanted.zones)}
    moved = tuple(sorted(each for each in places if base.zones.get(each) != wanted.zones.get(each)))
    return Onward(max(first, wanted.as_of - timedelta(days=SERIES_DAYS - 1)), tuple(sorted(fresh)), moved)


def _holds(now: ReportBasis, then: ReportBasis) -> bool:
    if (now.form, now.excluded, now.hashed_by) != (then.form, then.excluded, then.hashed_by):
        return False
    return all(day in now.days and now.days[day].rows >= held.rows for day, held in then.days.items())
