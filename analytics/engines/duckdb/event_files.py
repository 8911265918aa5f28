"""How do the events of one import become one immutable file that holds none twice?"""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from analytics.engines.duckdb.session import Session, day, file_list, instant, open_session, texts, whole
from analytics.rules.activity import ActivityEvent
from analytics.rules.moments import epoch_us


@dataclass(frozen=True, slots=True)
class DayCount:
    """New events of a source on a UTC day."""

    source: str
    date: date
    events: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file holds, beside what was known before. `clashes`: an event id used for different events."""

    added: int
    repeated: int
    clashes: tuple[str, ...]
    days: tuple[DayCount, ...]
    accounts: tuple[str, ...]
    modules: tuple[str, ...]


class Staging:
    """Events on their way into a file. Nothing of it outlives the scratch folder."""

    def __init__(self, scratch: Path, target: TextIO, session: Session) -> None:
        self._target = target
        self._writer = csv.writer(target)
        self._path = scratch / "staged.csv"
        self._session = session
        self.rows = 0

    def add(self, event: ActivityEvent, *, line: int, source: str) -> None:
        """`source` names the feed, where the row does not."""
        self.rows += 1
        self._writer.writerow(
            (
                line,
                epoch_us(event.occurred_at),
                event.account,
                event.user,
                event.module,
                event.action,
                format(event.quantity, "f"),
                event.event_id,
                event.source or source,
                event.client,
                event.integration,
            )
        )

    def keep(self, known: Sequence[Path], target: Path) -> Kept:
        """Write what is new to `target` (nothing at a clash). `known` are the files of earlier imports."""
        self._target.flush()
        session = self._session
        session.run("stage_events", path=str(self._path))
        session.run("key_events")
        session.run("single_events")
        if known:
            session.run("known_events", files=file_list(known))
        else:
            session.run("no_known_events")
        if clashes := texts(session.run("clashing_events")):
            return Kept(0, 0, tuple(clashes), (), (), ())
        session.run("new_events")
        added = session.copy("SELECT * FROM new_events ORDER BY occurred_at, key", target)
        return Kept(
            added=added,
            repeated=self.rows - added,
            clashes=(),
            days=tuple(_day_count(*row) for row in session.run("new_days")),
            accounts=tuple(texts(session.run("met_accounts"))),
            modules=tuple(texts(session.run("met_modules"))),
        )


@contextmanager
def staging(scratch: Path) -> Iterator[Staging]:
    """A place for one import's events; `scratch` exists and is ours alone."""
    with open_session(scratch) as session, (scratch / "staged.csv").open("w", encoding="utf-8", newline="") as target:
        yield Staging(scratch, target, session)


def _day_count(source: object, of_day: object, events: object, last_at: object) -> DayCount:
    return DayCount(str(source), day(of_day), whole(events), instant(last_at))
