"""An independent count of use in plain Python, straight from the events: what the engine must equal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, timedelta, tzinfo

from analytics.rules.activity import ActivityEvent
from analytics.rules.measures import SERIES_DAYS, WEEKS, WINDOWS, AccountFacts, DayFigures, ModuleFacts


def expected_facts(
    events: Sequence[ActivityEvent], *, module: str, as_of: date, zones: Mapping[str, tzinfo]
) -> ModuleFacts:
    """Definitions of usage, section 2, word by word; no window is shared between two figures."""
    of_module = [each for each in events if each.module == module]
    accounts = sorted({each.account for each in events if _utc_day(each) <= as_of + timedelta(days=1)})
    inside = [each for each in of_module if _utc_day(each) <= as_of]
    return ModuleFacts(
        users={n: len({_person(each) for each in _last(inside, as_of, n)}) for n in WINDOWS},
        accounts={n: len({each.account for each in _last(inside, as_of, n)}) for n in WINDOWS},
        daily=tuple(_day(inside, as_of - timedelta(days=back)) for back in reversed(range(SERIES_DAYS))),
        sources=tuple(sorted({each.source or "" for each in inside})),
        by_account={key: _account(key, events, module, as_of, zones.get(key, UTC)) for key in accounts},
    )


def _utc_day(event: ActivityEvent) -> date:
    return event.occurred_at.astimezone(UTC).date()


def _person(event: ActivityEvent) -> tuple[str, str]:
    return event.account, event.user


def _last(events: Iterable[ActivityEvent], as_of: date, days: int) -> list[ActivityEvent]:
    return [each for each in events if as_of - timedelta(days=days) < _utc_day(each) <= as_of]


def _day(events: Sequence[ActivityEvent], day: date) -> DayFigures:
    own = _last(events, day, 1)
    return DayFigures(
        date=day,
        users=len({_person(each) for each in own}),
        users_28=len({_person(each) for each in _last(events, day, 28)}),
        accounts=len({each.account for each in own}),
        events=len(own),
    )


def _account(key: str, events: Sequence[ActivityEvent], module: str, as_of: date, zone: tzinfo) -> AccountFacts:
    everything = [each for each in events if each.account == key and _utc_day(each) <= as_of + timedelta(days=1)]
    dated = [(each.occurred_at.astimezone(zone).date(), each) for each in everything]
    own = [(day, each) for day, each in dated if each.module == module and day <= as_of]

    def between(newest: int, oldest: int) -> list[ActivityEvent]:
        return [each for day, each in own if newest <= (as_of - day).days <= oldest]

    recent = [each.module for day, each in dated if 0 <= (as_of - day).days < 90]
    counts = {name: recent.count(name) for name in recent}
    last = max((each.occurred_at for _, each in own), default=None)
    newest = min(((each.user, each.source or "") for _, each in own if each.occurred_at == last), default=(None, None))
    return AccountFacts(
        account=key,
        users_28=len({each.user for each in between(0, 27)}),
        users_28_before=len({each.user for each in between(28, 55)}),
        users_90=len({each.user for each in between(0, 89)}),
        events_28=len(between(0, 27)),
        events_90=len(between(0, 89)),
        first_at=min((each.occurred_at for _, each in own), default=None),
        last_at=last,
        last_user=newest[0],
        last_source=newest[1],
        use_days=tuple(sorted({day for day, _ in own})),
        weekly_users=tuple(
            len({each.user for each in between(7 * week, 7 * week + 6)}) for week in reversed(range(WEEKS))
        ),
        events_all_90=len(recent),
        rank=1 + sum(count > counts[module] for count in counts.values()) if module in counts else None,
        since=min(each.occurred_at for each in everything),
    )
