"""How are the rows of one addressed file judged: at once where it is plain, else one by one?"""

import logging
import shutil
from collections.abc import Iterator
from datetime import datetime
from io import BufferedReader
from pathlib import Path

from analytics.connectors.files.addresses import Address
from analytics.connectors.files.compression import SUFFIXES, plain_bytes, structural_faults
from analytics.connectors.files.plan_scan import Span, plan_scan
from analytics.connectors.files.raw_row import FileFault, RawRow
from analytics.connectors.files.reading import Declared, FileFormat, delimiter_of, format_of, read_rows
from analytics.connectors.files.some_rows import some_csv_rows, some_json_rows, some_parquet_rows
from analytics.engines.duckdb.scan_file import Scanned
from analytics.rules.moments import AHEAD, EARLIEST
from analytics.rules.scan_plan import CsvForm, JsonForm, ScanPlan
from analytics.services.event_manifest import kept_since
from analytics.services.publish_import import Delivery
from analytics.services.read_part import Judged, Reader, Work
from analytics.services.recipe import Recipe

log = logging.getLogger(__name__)
_SMALL_BYTES = 1 << 16  # judged row by row before a column reader has begun
_LARGEST_COPY = 1 << 33


def work_of(address: Address, delivery: Delivery) -> Work:
    """A file as part of a pass."""
    return Work(delivery, lambda reader: _judged(address, reader))


def judged_rows(address: Address, recipe: Recipe, scratch: Path, now: datetime) -> Iterator[Judged]:
    """Every row of the file with its event, users as they are, or its fault, one by one."""
    judge = recipe.judge(now=now, kept_since=kept_since())
    for row in read_rows(address, declared_in(recipe), scratch=scratch):
        yield row, row.fault or judge(dict(row.values))


def declared_in(recipe: Recipe) -> Declared:
    return Declared(recipe.field_map, recipe.encoding, recipe.delimiter)


def _judged(address: Address, reader: Reader) -> Iterator[Judged]:
    recipe = reader.delivery.recipe
    before = address.mark()
    doubtful = None if recipe.hides_its_own or before[0] < _SMALL_BYTES else _scanned(address, reader)
    log.debug("analytics.import_read", extra={"reading": "rows" if doubtful is None else "columns"})
    if doubtful is None:
        yield from judged_rows(address, recipe, reader.scratch, reader.now)
    else:
        judge = recipe.judge(now=reader.now, kept_since=kept_since())
        for row in doubtful:
            yield row, row.fault or judge(dict(row.values))
    if address.mark() != before:  # it is on record by what it held before: the same again would not be taken
        raise FileFault("it changed while it was read: send it again when it is complete")


def _scanned(address: Address, reader: Reader) -> list[RawRow] | Iterator[RawRow] | None:
    """The rows that are left to judge; None if the file is not plain, or not as plain as it looked."""
    try:
        kind = format_of(address.name)
        path = _local(address, reader.scratch / f"plain-{reader.part}.{kind}")
        plan = path and _plan(path, kind, address, reader)
    except (FileFault, OSError):
        return None  # reading row by row says what is wrong, and after which row
    scanned = plan and reader.into.scan(plan, part=reader.part)
    if not plan or not scanned:
        return None
    rows = None if reader.scanned_in_the_open() else _doubtful_rows(plan, scanned, address, reader)
    if rows is None:
        reader.into.forget(reader.part)
        return None
    reader.good += scanned.good
    reader.units |= {plan.unit} if plan.unit and scanned.good else set()
    return rows


def _local(address: Address, copy: Path) -> Path | None:
    """Its plain bytes on this machine."""
    is_packed = any(address.name.lower().endswith(suffix) for suffix in SUFFIXES)
    with address.open() as stream, structural_faults():
        plain = plain_bytes(stream, name=address.name)
        if address.local and not is_packed:
            return address.local
        with copy.open("wb") as target:
            shutil.copyfileobj(_Limited(plain, _LARGEST_COPY), target, 1 << 20)
    return copy


class _Limited:
    """No more than a plain copy may take of the disk."""

    def __init__(self, stream: BufferedReader, most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int = -1, /) -> bytes:
        found = self._stream.read(size)
        self._left -= len(found)
        if self._left < 0:
            raise FileFault("too large to be unpacked at once")
        return found


def _plan(path: Path, kind: FileFormat, address: Address, reader: Reader) -> ScanPlan | None:
    recipe = reader.delivery.recipe
    return plan_scan(
        path,
        kind,
        declared_in(recipe),
        reader.into.session.ask,
        delimiter=delimiter_of(address.name, declared_in(recipe)),
        source=recipe.source,
        utc=str(recipe.assume_zone) == "UTC",
        span=Span(max(EARLIEST, kept_since() or EARLIEST), reader.now + AHEAD),
    )


def _doubtful_rows(
    plan: ScanPlan, scanned: Scanned, address: Address, reader: Reader
) -> list[RawRow] | Iterator[RawRow] | None:
    field_map = reader.delivery.recipe.field_map
    path, numbers, starts = Path(plan.path), scanned.doubtful, scanned.starts
    if isinstance(plan.form, JsonForm):
        return some_json_rows(path, numbers, starts=starts)
    if not isinstance(plan.form, CsvForm):
        return some_parquet_rows(path, numbers, field_map)
    rows = some_csv_rows(path, numbers, field_map, delimiter=plan.form.delimiter, starts=starts)
    if not plan.form.has_quotes:
        return rows
    try:
        found = list(rows)
    except FileFault:
        return None
    return None if any("\n" in row.raw.rstrip("\r\n") for row in found) else found
