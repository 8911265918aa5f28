"""Who floods a module with events, and what do its figures look like without them?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from analytics.engines.duckdb.session import Session, day, file_list, instant, open_session, whole
from analytics.rules.floods import FEWEST, TIMES, Flagged, Flood, People
from analytics.rules.local_days import day_shifts
from analytics.rules.measures import WEEKS


def find_floods(
    files: Sequence[Path], *, module: str, as_of: date, flagged: Sequence[Flagged], scratch: Path
) -> tuple[Flood, ...]:
    """Beside those flagged already, who are left out of the comparison. `files` are roll-ups."""
    if not files:
        return ()
    with open_session(scratch) as session:
        session.set(files=file_list(files), module=module, as_of=as_of)
        session.run("usage_view")
        mark(session, flagged)
        session.run("flood_days")
        return tuple(
            Flood(str(account), str(user), whole(peak), day(peak_date), whole(usual))
            for account, user, peak, peak_date, usual in session.run("floods", times=TIMES, fewest=FEWEST)
        )


def people_of(
    files: Sequence[Path],
    *,
    module: str,
    as_of: date,
    flagged: Sequence[Flagged],
    zones: Mapping[str, tzinfo],
    scratch: Path,
) -> dict[str, People]:
    """By account that somebody floods, the figures of everybody else; `zones` are those of these accounts."""
    if not files or not flagged:
        return {}
    with open_session(scratch) as session:
        session.set(files=file_list(files), module=module, as_of=as_of)
        session.run("usage_view")
        mark(session, flagged)
        ((first,),) = session.run("flood_span")
        if first is None:
            return {}
        _local_days(session, zones, day(first), as_of)
        session.run("flood_use")
        return _people(session)


def mark(session: Session, flagged: Sequence[Flagged]) -> None:
    """The table of those who are left out, also when there are none."""
    session.run(
        "flagged",
        accounts=[each.account for each in flagged],
        users=[each.user for each in flagged],
        open=[each.is_open for each in flagged],
    )


def _local_days(session: Session, zones: Mapping[str, tzinfo], first: date, as_of: date) -> None:
    shifts = [
        (account, each)
        for account, zone in sorted(zones.items())
        for each in day_shifts(zone, first, as_of + timedelta(days=1))
    ]
    session.run(
        "flood_shifts",
        accounts=[account for account, _ in shifts],
        days=[each.day for _, each in shifts],
        first_slots=[each.first_slot for _, each in shifts],
        last_slots=[each.last_slot for _, each in shifts],
        local_days=[each.local_day for _, each in shifts],
    )


def _people(session: Session) -> dict[str, People]:
    last = {str(account): (str(user), str(source)) for account, user, source in session.run("flood_last")}
    weeks: dict[str, list[int]] = {}
    for account, week, users in session.run("flood_weeks"):
        weeks.setdefault(str(account), [0] * WEEKS)[WEEKS - 1 - whole(week)] = whole(users)
    others, floods = _utc_days(session)
    found: dict[str, People] = {}
    for row in session.run("flood_people"):
        account, users_28, before, users_90, last_at, days, count, open_date = row
        key = str(account)
        last_user, last_source = last.get(key, (None, None))
        found[key] = People(
            users_28=whole(users_28),
            users_28_before=whole(before),
            users_90=whole(users_90),
            last_at=_known(last_at),
            last_user=last_user,
            last_source=last_source,
            use_days=tuple(days) if isinstance(days, list) else (),
            weekly_users=tuple(weeks.get(key, [0] * WEEKS)),
            flagged=whole(count),
            flood_date=None if open_date is None else day(open_date),
            other_days=frozenset(others.get(key, ())),
            flood_days={user: frozenset(found_days) for user, found_days in floods.get(key, {}).items()},
        )
    return found


def _utc_days(session: Session) -> tuple[dict[str, set[date]], dict[str, dict[str, set[date]]]]:
    others: dict[str, set[date]] = {}
    floods: dict[str, dict[str, set[date]]] = {}
    for account, user, utc_day in session.run("flood_utc_days"):
        if user is None:
            others.setdefault(str(account), set()).add(day(utc_day))
        else:
            floods.setdefault(str(account), {}).setdefault(str(user), set()).add(day(utc_day))
    return others, floods


def _known(value: object) -> datetime | None:
    return None if value is None else instant(value)
