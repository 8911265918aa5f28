"""How are many delivered files taken in one pass, each wholly or not at all?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fsspec.implementations.local import LocalFileSystem

from analytics import queries
from analytics.connectors.files.addresses import Address
from analytics.rules.import_report import FileOutcome, FileReport
from analytics.services.import_lock import import_lock
from analytics.services.publish_import import Delivery
from analytics.services.read_part import Work
from analytics.services.recipe import Recipe, as_known
from analytics.services.roll_up_days import roll_up_days
from analytics.services.take_address import work_of
from analytics.services.take_pass import take_pass
from analytics.services.workspace import sweep_scratch
from lifecycle.rules.actors import Actor

_FILES_AT_ONCE = 256
_BYTES_AT_ONCE = 1 << 28


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file on this machine whose format its ending names. `sha256` names its content: again adds nothing."""

    path: Path
    name: str
    sha256: str
    recipe: Recipe
    strict: bool = False


def take_files(
    *, files: Sequence[Delivered], actor: Actor, now: datetime, roll_up: bool = True
) -> tuple[FileReport, ...]:
    """One report per file, in order; a refused file does not spoil the others. Waits for the import lock itself.

    Without `roll_up` the days stay stale until `refresh`, which finds them.
    """
    with import_lock():
        sweep_scratch()
        found = tuple(
            report
            for batch in _passes(files)
            for report in take_pass([_work(each) for each in batch], actor=actor, now=now)
        )
        if roll_up:
            taken = [each.import_id for each in found if each.outcome is FileOutcome.IMPORTED]
            roll_up_days(days=queries.days_of(taken), now=now)
    return found


def _passes(files: Sequence[Delivered]) -> Iterator[Sequence[Delivered]]:
    """Together as many as fit: a pass ends when it is large, so that what is done is done."""
    batch: list[Delivered] = []
    size = 0
    for each in files:
        batch.append(each)
        size += each.path.stat().st_size
        if size >= _BYTES_AT_ONCE or len(batch) == _FILES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _work(file: Delivered) -> Work:
    address = Address(str(file.path), str(file.path), LocalFileSystem(), file.path)
    return work_of(address, Delivery(file.name, file.sha256, as_known(file.recipe), strict=file.strict))
