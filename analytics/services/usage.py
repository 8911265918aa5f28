"""Who uses a module, up to which day, and may that be believed?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from analytics import queries
from analytics.rules.account_usage import AccountProfile, AccountUsage
from analytics.rules.feeds import Feeds, judge_feeds
from analytics.rules.measures import ModuleFacts
from analytics.rules.module_usage import ModuleUsage, describe_module
from analytics.services.clocks import source_clocks
from analytics.services.days_behind import days_behind
from analytics.services.flood_counts import count_persons
from analytics.services.report_counting import Basis
from analytics.services.reports import facts_of
from lifecycle.api import BadInput, reading

MODULES_KEPT = 8
_judged: dict[str, tuple[tuple[ModuleFacts, list[AccountProfile], Feeds], ModuleUsage]] = {}


@dataclass(frozen=True, slots=True)
class Sight:
    """What was delivered, which days of it no roll-up holds yet, and then the roll-ups: looked at in this order.

    So no delivery that comes in between vouches for figures that miss it.
    """

    delivered: tuple[queries.SourceDay, ...]
    behind: frozenset[date]
    profiles: list[AccountProfile]
    basis: Basis


def sight_of(day: date) -> Sight:
    delivered, behind = tuple(queries.source_days(until=day)), days_behind(until=day)
    profiles = account_profiles()
    return Sight(delivered, behind, profiles, basis_of(day, profiles))


def last_complete_day(now: datetime) -> date:
    """Yesterday, in UTC."""
    return now.astimezone(UTC).date() - timedelta(days=1)


def usage(*, module_key: str, now: datetime, as_of: date | None = None, sight: Sight | None = None) -> ModuleUsage:
    """The module's figures up to `as_of`, by default the last complete day. Raises BadInput for an unknown module."""
    sight = sight or sight_of(as_of or last_complete_day(now))
    basis, day = sight.basis, sight.basis.as_of
    facts = _facts(module_key, basis)
    if not facts.sources and reading.module(module_key) is None:
        raise BadInput(f"No module is called {module_key!r}, and no activity up to {day} names it.")
    zones = dict(basis.zones)
    counted = count_persons(facts, module_key=module_key, as_of=day, zones=zones, files=basis.files)
    feeds = _feeds(facts.sources, sight.delivered, sight.behind, as_of=day)
    return _described(module_key, counted, sight.profiles, feeds)


def is_covered(*, module_key: str, now: datetime, as_of: date, window: int) -> bool:
    """Did all that the module needs deliver in the window? Of a module that nobody knows nothing is known."""
    try:
        return usage(module_key=module_key, now=now, as_of=as_of).feeds.is_covered(window)
    except BadInput:
        return False


def basis_of(day: date, profiles: Sequence[AccountProfile]) -> Basis:
    """What the figures of a day are counted from, now."""
    files = tuple(queries.rollup_files(until=day + timedelta(days=1)))
    return Basis(day, files, tuple((profile.key, profile.zone) for profile in profiles))


@lru_cache(maxsize=8)
def _facts(module_key: str, basis: Basis) -> ModuleFacts:
    """Roll-up files never change: pages, notices and gates of one day read them once."""
    return facts_of(module_key, basis)


def _described(module_key: str, facts: ModuleFacts, profiles: list[AccountProfile], feeds: Feeds) -> ModuleUsage:
    """Judging many accounts takes its time: the last judgement holds while everything that it was made from does."""
    basis = (facts, profiles, feeds)
    before = _judged.get(module_key)
    if before is not None and before[0] == basis:
        return before[1]
    found = describe_module(module_key, facts, profiles=profiles, feeds=feeds)
    for oldest in list(_judged)[: max(0, len(_judged) + 1 - MODULES_KEPT)]:
        _judged.pop(oldest, None)
    _judged[module_key] = (basis, found)
    return found


def account_usage(
    *, module_key: str, now: datetime, as_of: date | None = None, account_key: str | None = None
) -> tuple[AccountUsage, ...]:
    """The account part alone, in the same order; for one account with `account_key`."""
    found = usage(module_key=module_key, now=now, as_of=as_of).by_account
    return tuple(each for each in found if account_key in (None, each.account))


def feeds_of(sources: Sequence[str], *, as_of: date) -> Feeds:
    """How the needed sources delivered; for a module that nobody ever used all sources are needed."""
    return _feeds(sources, queries.source_days(until=as_of), days_behind(until=as_of), as_of=as_of)


def _feeds(
    sources: Sequence[str], delivered: Sequence[queries.SourceDay], behind: frozenset[date], *, as_of: date
) -> Feeds:
    received: dict[str, dict[date, int]] = {}
    last_at: dict[str, datetime] = {}
    for row in delivered:
        if not sources or row.source in sources:
            received.setdefault(row.source, {})[row.date] = row.events
            last_at[row.source] = max(row.last_at, last_at.get(row.source, row.last_at))
    return judge_feeds(
        received,
        last_at=last_at,
        promises=queries.promises(),
        as_of=as_of,
        clocks=source_clocks(as_of=as_of),
        behind=behind,
    )


def account_profiles() -> list[AccountProfile]:
    """The directory as usage needs it."""
    rows = reading.directory().values_list("key", "tier", "revenue", "currency", "timezone", "created_at")
    zones: dict[str, ZoneInfo] = {}
    return [
        AccountProfile(key, tier, revenue, currency, zones.setdefault(zone, _zone(zone)), named_at)
        for key, tier, revenue, currency, zone, named_at in rows
    ]


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a zone that this machine's tzdata does not know
        return ZoneInfo("UTC")
