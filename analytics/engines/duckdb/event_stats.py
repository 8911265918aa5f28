"""What do the rows of a pass speak of: which days, sources, accounts and modules?"""

from dataclasses import dataclass
from datetime import date, datetime

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


def met_in(session: EventSession, relation: str, met: dict[int, Met]) -> None:
    """Add what a relation with parts holds; a part may be in several."""
    spans = f"SELECT part, min(occurred_at), max(occurred_at) FROM {relation} GROUP BY part"  # noqa: S608  (of ours)
    for part, first, last in session.ask(spans):
        held = met.setdefault(whole(part), Met(instant(first), instant(last)))
        held.first_at, held.last_at = min(held.first_at, instant(first)), max(held.last_at, instant(last))
    for part, names in session.ask(_distinct("account", relation)):
        held = met[whole(part)]
        held.accounts = _joined(held.accounts, names)
    for part, names in session.ask(_distinct("module", relation)):
        held = met[whole(part)]
        held.modules = _joined(held.modules, names)


def met_in_part(session: EventSession, file: str, part: int, met: dict[int, Met]) -> None:
    """As `met_in` for a file of one part: its writer noted the span, and which names it lists."""
    ((first, last),) = session.ask(f"SELECT min(occurred_at), max(occurred_at) FROM {file}")  # noqa: S608  (a path)
    held = met.setdefault(part, Met(instant(first), instant(last)))
    held.first_at, held.last_at = min(held.first_at, instant(first)), max(held.last_at, instant(last))
    held.accounts = _joined(held.accounts, texts(session.ask(f"SELECT DISTINCT account FROM {file}")))  # noqa: S608  (a path)
    held.modules = _joined(held.modules, texts(session.ask(f"SELECT DISTINCT module FROM {file}")))  # noqa: S608  (a path)


def days_in(session: EventSession, relation: str, days: dict[int, list[DayCount]]) -> list[int]:
    """Add the new events of a relation with parts; returns the parts it holds."""
    counted = (
        f"SELECT part, source, day, count(*), max(occurred_at) FROM {relation}"  # noqa: S608  (a relation of ours)
        " GROUP BY ALL ORDER BY part, day, source"
    )
    found: list[int] = []
    for part, source, of_day, events, last_at in session.ask(counted):
        days.setdefault(whole(part), []).append(DayCount(str(source), day(of_day), whole(events), instant(last_at)))
        found += [] if whole(part) in found else [whole(part)]
    return found


def _distinct(column: str, relation: str) -> str:
    return f"SELECT part, list(DISTINCT {column}) FROM {relation} GROUP BY part"  # noqa: S608  (names of ours)


def _joined(held: tuple[str, ...], names: object) -> tuple[str, ...]:
    found = names if isinstance(names, list) else []
    return tuple(sorted({*held, *map(str, found)}))
