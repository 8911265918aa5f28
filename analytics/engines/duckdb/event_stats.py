"""What do the rows of a pass speak of: which days, sources, accounts and modules?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from analytics.engines.duckdb.event_session import EventSession
from analytics.engines.duckdb.session import day, instant, texts, whole


@dataclass(frozen=True, slots=True)
class DayCount:
    """New events of a source on a UTC day."""

    source: str
    date: date
    events: int
    last_at: datetime


@dataclass(slots=True)
class Met:
    """All good rows of a part, those known before too."""

    first_at: datetime
    last_at: datetime
    accounts: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

    def add(self, other: "Met") -> None:
        self.first_at, self.last_at = min(self.first_at, other.first_at), max(self.last_at, other.last_at)
        self.accounts = tuple(sorted({*self.accounts, *other.accounts}))
        self.modules = tuple(sorted({*self.modules, *other.modules}))


@dataclass(frozen=True, slots=True)
class Told:
    """What a file of one part says of itself: of all its rows."""

    met: Met
    days: list[DayCount]


def met_in(session: EventSession, relation: str, met: dict[int, Met]) -> None:
    """Add what a relation with parts holds; a part may be in several."""
    spans = f"SELECT part, min(occurred_at), max(occurred_at) FROM {relation} GROUP BY part"  # noqa: S608  (of ours)
    for part, first, last in session.ask(spans):
        found = Met(instant(first), instant(last))
        met.setdefault(whole(part), found).add(found)
    for part, names in session.ask(_distinct("account", relation)):
        held = met[whole(part)]
        held.accounts = _joined(held.accounts, names)
    for part, names in session.ask(_distinct("module", relation)):
        held = met[whole(part)]
        held.modules = _joined(held.modules, names)


def told_by(session: EventSession, path: Path, part: int) -> Told:
    """As `met_in` and `days_in`, for a file of one part: its writer noted the span, and which names it lists."""
    file = session.file(path)
    ((first, last),) = session.ask(f"SELECT min(occurred_at), max(occurred_at) FROM {file}")  # noqa: S608  (a path)
    names = {
        name: tuple(sorted(texts(session.ask(f"SELECT DISTINCT {name} FROM {file}"))))  # noqa: S608  (a path of ours)
        for name in ("account", "module")
    }
    days: dict[int, list[DayCount]] = {}
    days_in(session, f"(SELECT {part} AS part, * FROM {file})", days)  # noqa: S608  (a number and a path of ours)
    return Told(Met(instant(first), instant(last), names["account"], names["module"]), days[part])


def days_in(session: EventSession, relation: str, days: dict[int, list[DayCount]]) -> None:
    """Add the new events of a relation with parts."""
    counted = (
        f"SELECT part, source, day, count(*), max(occurred_at) FROM {relation}"  # noqa: S608  (a relation of ours)
        " GROUP BY ALL ORDER BY part, day, source"
    )
    for part, source, of_day, events, last_at in session.ask(counted):
        days.setdefault(whole(part), []).append(DayCount(str(source), day(of_day), whole(events), instant(last_at)))


def add_days(days: dict[int, list[DayCount]], found: Mapping[int, Sequence[DayCount]]) -> None:
    """A part may have events of a day in its own file and in that of the judged: they are one day of it."""
    for part, of_part in found.items():
        held = {(each.date, each.source): each for each in days.get(part, ())}
        for each in of_part:
            same = held.get((each.date, each.source), each)
            events = each.events if same is each else each.events + same.events
            last_at = max(each.last_at, same.last_at)
            held[each.date, each.source] = DayCount(each.source, each.date, events, last_at)
        days[part] = [held[key] for key in sorted(held)]


def _distinct(column: str, relation: str) -> str:
    return f"SELECT part, list(DISTINCT {column}) FROM {relation} GROUP BY part"  # noqa: S608  (names of ours)


def _joined(held: tuple[str, ...], names: object) -> tuple[str, ...]:
    found = names if isinstance(names, list) else []
    return tuple(sorted({*held, *map(str, found)}))
