"""What would an import say of these files?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics import queries
from analytics.connectors.files.addresses import Address
from analytics.engines.duckdb.event_pass import EventPass, event_pass
from analytics.engines.duckdb.resolve_repeats import sentences
from analytics.rules.activity import ActivityEvent
from analytics.rules.import_report import FileOutcome, FileReport, ImportReport, count_reasons
from analytics.rules.reasons import Fault
from analytics.services.event_manifest import event_files, runs_at_hand
from analytics.services.import_files import files_named
from analytics.services.import_lock import import_lock
from analytics.services.import_or_pull import pulled_sources
from analytics.services.publish_import import Delivery
from analytics.services.read_part import Judged, Reader
from analytics.services.recipe import Recipe, as_known
from analytics.services.take_address import judged_rows
from analytics.services.take_pass import empty_report, known_before

SHOWN = 10
MOST_NAMES = 1_000


@dataclass(slots=True)
class _Met:
    """What the good rows of a file name, and the first of them."""

    sample: list[ActivityEvent] = field(default_factory=list)
    accounts: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    first_at: datetime | None = None
    last_at: datetime | None = None

    def watch(self, judged: Iterable[Judged]) -> Iterator[Judged]:
        for row, found in judged:
            if not isinstance(found, Fault):
                self._add(found)
            yield row, found

    def _add(self, event: ActivityEvent) -> None:
        if len(self.sample) < SHOWN:
            self.sample.append(event)
        self.first_at = min(self.first_at or event.occurred_at, event.occurred_at)
        self.last_at = max(self.last_at or event.occurred_at, event.occurred_at)
        _note(self.accounts, event.account)
        _note(self.modules, event.module)


def try_files(*, addresses: Sequence[str], recipe: Recipe, now: datetime, strict: bool = False) -> ImportReport:
    """Judged as an import judges, each by itself and beside what was imported before; nothing is written."""
    recipe = as_known(recipe)
    return ImportReport(tuple(_try(each, recipe, strict=strict, now=now) for each in files_named(addresses)))


def _try(address: Address, recipe: Recipe, *, strict: bool, now: datetime) -> FileReport:
    delivery = Delivery(address.name, address.sha256(), recipe, strict=strict)
    if known := known_before(delivery):
        return known
    met, hashed = _Met(), queries.hashed_sources()
    with TemporaryDirectory() as folder, event_pass(Path(folder)) as into:
        reader = Reader(1, delivery, into, Path(folder), now=now, pulled=pulled_sources(), hashed=hashed)
        reader.read(met.watch(judged_rows(address, recipe, Path(folder), now)))
        if not reader.rows and not reader.fault:
            return empty_report(delivery)
        message = reader.refusal() or _clashes(into)
    return FileReport(
        file=address.name,
        outcome=FileOutcome.TRIED,
        message=message,
        rows=reader.rows,
        rejected=reader.rejects.count,
        reasons=count_reasons(reader.rejects.reasons),
        first_at=met.first_at,
        last_at=met.last_at,
        accounts=tuple(sorted(met.accounts)),
        modules=tuple(sorted(met.modules)),
        unmatched_accounts=tuple(queries.unmatched(met.accounts)),
        unregistered_modules=tuple(queries.unregistered(met.modules)),
        sample=tuple(recipe.as_kept(each, hashed) for each in met.sample),
    )


def _clashes(into: EventPass) -> str:
    """Event ids that stand for two events, in the file or with an earlier import. In turn: none may end meanwhile."""
    with import_lock():
        return sentences(into.keep([1], runs=runs_at_hand(into.session), earlier=event_files).clashes, 1)


def _note(names: set[str], name: str) -> None:
    if len(names) < MOST_NAMES:
        names.add(name)
