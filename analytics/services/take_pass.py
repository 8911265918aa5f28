"""How are deliveries taken in one pass, each wholly or not at all?"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from analytics import queries
from analytics.engines.duckdb.event_pass import Kept, event_pass
from analytics.engines.duckdb.resolve_repeats import sentences
from analytics.rules.import_report import FileOutcome, FileReport, count_reasons
from analytics.services.event_manifest import event_files, key_runs, new_run
from analytics.services.import_or_pull import pulled_sources
from analytics.services.publish_import import Delivery, Finished, publish, settle_files
from analytics.services.read_part import Reader, Work
from analytics.services.workspace import rejects_dir, scratch_dir, settle
from lifecycle.rules.actors import Actor


def take_pass(works: Sequence[Work], *, actor: Actor, now: datetime) -> list[FileReport]:
    """Only under the import lock. A refused delivery leaves its rejects and its record, and no event."""
    found: dict[int, FileReport] = {}
    fresh: dict[tuple[str, str], int] = {}
    again: list[int] = []
    for number, work in enumerate(works):
        known = known_before(work.delivery)
        key = (work.delivery.sha256, work.delivery.recipe.fingerprint())
        if known:
            found[number] = known
        elif key in fresh:
            again.append(number)  # the same content twice: the second after the first
        else:
            fresh[key] = number
    for numbers in _in_turn(works, sorted(fresh.values())):
        found |= zip(numbers, _take([works[number] for number in numbers], actor=actor, now=now), strict=True)
    if again:
        found |= zip(again, take_pass([works[number] for number in again], actor=actor, now=now), strict=True)
    return [found[number] for number in range(len(works))]


def _in_turn(works: Sequence[Work], numbers: Sequence[int]) -> list[list[int]]:
    """Those that ask for hashed users first: by then it is on record of which sources, and the others obey it."""
    found: dict[bool, list[int]] = {True: [], False: []}
    for number in numbers:
        found[works[number].delivery.recipe.hash_users].append(number)
    return [each for each in found.values() if each]


def known_before(delivery: Delivery) -> FileReport | None:
    """The same content, read alike, was imported already."""
    known = queries.import_of(sha256=delivery.sha256, recipe=delivery.recipe.fingerprint())
    if not known:
        return None
    message = f"already imported on {known.created_at:%Y-%m-%d %H:%M} UTC as {known.uuid}: nothing added"
    return FileReport(delivery.name, FileOutcome.ALREADY, message, import_id=str(known.uuid))


def _take(works: Sequence[Work], *, actor: Actor, now: datetime) -> list[FileReport]:
    with scratch_dir() as scratch, event_pass(scratch) as into:
        pulled, hashed = pulled_sources(), queries.hashed_sources()
        readers = [
            Reader(part, work.delivery, into, scratch, now=now, pulled=pulled, hashed=hashed)
            for part, work in enumerate(works, 1)
        ]
        for reader, work in zip(readers, works, strict=True):
            reader.read(work.judged(reader))
        refusals = {reader.part: reader.refusal() for reader in readers}
        good = [part for part, message in refusals.items() if not message]
        kept = into.keep(good, runs=key_runs(into.session, now=now), earlier=event_files)
        refusals |= {part: sentences(kept.clashes, part) for part in kept.clashes}
        finished = {
            reader.part: Finished(
                _report(reader, kept, refusals[reader.part]), reader.delivery, kept.days.get(reader.part, ())
            )
            for reader in readers
            if reader.rows or reader.fault
        }
        _publish(readers, finished, kept, actor=actor, now=now)
    empty = {reader.part: empty_report(reader.delivery) for reader in readers if reader.part not in finished}
    return [empty.get(reader.part) or finished[reader.part].report for reader in readers]


def _publish(
    readers: Sequence[Reader], finished: dict[int, Finished], kept: Kept, *, actor: Actor, now: datetime
) -> None:
    for reader in readers:
        if reader.rejects.count:
            settle(reader.rejects.path, rejects_dir() / f"{reader.uuid}.jsonl")
    name = readers[0].uuid if len(readers) == 1 else ""
    with ThreadPoolExecutor(1) as beside:  # which asks no database: that one knows nothing of either before both are
        files = beside.submit(settle_files, kept.files, name=name)
        run = new_run(readers[0].into.session, kept.keys, now=now)
    publish(finished, files.result(), run, actor=actor, now=now)


def empty_report(delivery: Delivery) -> FileReport:
    """Not a row came, good or bad."""
    return FileReport(delivery.name, FileOutcome.EMPTY, "it holds no row: usage stays unknown")


def _report(reader: Reader, kept: Kept, message: str) -> FileReport:
    met = None if message else kept.met.get(reader.part)
    accounts, modules = (met.accounts, met.modules) if met else ((), ())
    added = 0 if message else kept.added.get(reader.part, 0)
    return FileReport(
        file=reader.delivery.name,
        outcome=FileOutcome.REFUSED if message else FileOutcome.IMPORTED,
        message=message,
        import_id=reader.uuid,
        rows=reader.rows,
        added=added,
        repeated=0 if message else reader.good - added,
        rejected=reader.rejects.count,
        reasons=count_reasons(reader.rejects.reasons),
        rejects_file=str(rejects_dir() / f"{reader.uuid}.jsonl") if reader.rejects.count else "",
        first_at=met.first_at if met else None,
        last_at=met.last_at if met else None,
        accounts=accounts,
        modules=modules,
        unmatched_accounts=tuple(queries.unmatched(accounts)) if met else (),
        unregistered_modules=tuple(queries.unregistered(modules)) if met else (),
    )
