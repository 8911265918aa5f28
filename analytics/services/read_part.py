"""What does one delivery of a pass hold, and may it be taken as far as can be seen from itself?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from analytics.connectors.files.raw_row import FileFault, RawRow
from analytics.engines.duckdb.event_pass import EventPass
from analytics.rules.activity import ActivityEvent
from analytics.rules.import_report import refusal
from analytics.rules.reasons import Fault
from analytics.services.import_or_pull import no_import_of
from analytics.services.publish_import import Delivery
from analytics.services.rejects import Rejects

Judged = tuple[RawRow | None, ActivityEvent | Fault]


@dataclass(frozen=True, slots=True)
class Work:
    """A delivery and its rows. Who gives them may hand plain ones to the reader's pass at once, and the rest here."""

    delivery: Delivery
    judged: Callable[["Reader"], Iterable[Judged]]


class Reader:
    """One part of a pass while it is read: what was found, before it is decided on."""

    def __init__(
        self,
        part: int,
        delivery: Delivery,
        into: EventPass,
        scratch: Path,
        *,
        now: datetime,
        pulled: frozenset[str] = frozenset(),
        hashed: frozenset[str] = frozenset(),
    ) -> None:
        self.part, self.delivery, self.into, self.scratch, self.now = part, delivery, into, scratch, now
        self.pulled = pulled  # sources of which no event may be imported
        self.hashed = hashed  # sources of which no user may be kept in the open
        self.uuid = str(uuid4())
        self.good = 0
        self.units: set[str] = set()
        self.mixed: set[str] = set()
        self.fault = ""
        self.rejects = Rejects(scratch / f"rejects-{part}.jsonl", file=delivery.name)

    @property
    def rows(self) -> int:
        return self.good + self.rejects.count

    def read(self, judged: Iterable[Judged]) -> None:
        try:
            for row, found in judged:
                if isinstance(found, Fault):
                    self._reject(row or RawRow(self.rows + 1, "", {}, found), found)
                else:
                    self._keep(found)
        except FileFault as problem:
            self.fault = str(problem)
        self.rejects.close()

    def _reject(self, row: RawRow, fault: Fault) -> None:
        self.rejects.add(row, fault, masked=self.delivery.recipe.may_hold_hashed(row, self.hashed))

    def _keep(self, event: ActivityEvent) -> None:
        self.good += 1
        source = event.source or self.delivery.recipe.source
        self.into.add(self.delivery.recipe.as_kept(event, self.hashed), part=self.part, source=source)
        if source in self.pulled:
            self.mixed.add(source)
        if event.epoch_unit:
            self.units.add(event.epoch_unit)

    def scanned_in_the_open(self) -> bool:
        """Does what was read by columns, users as they are, hold rows of a hashed source?"""
        return bool(self.hashed) and not self.hashed.isdisjoint(self.into.scanned_sources(self.part))

    def refusal(self) -> str:
        """Why nothing of it is taken, as far as that can be seen from itself."""
        found = self.fault or refusal(
            rows=self.rows, reasons=self.rejects.reasons, strict=self.delivery.strict, units=sorted(self.units)
        )
        scanned = self.into.scanned_sources(self.part) if self.pulled else frozenset[str]()
        return found or no_import_of(self.mixed | (self.pulled & scanned))
