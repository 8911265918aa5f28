"""How is what is new in a database imported like a file, so that the next run goes on from there?"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

import orjson

from analytics.connectors.sql.databases import FILE, QueryFault, Rows, Since, location_of, rows_of
from analytics.models import QueryCursor
from analytics.rules.import_report import FileOutcome, ImportReport
from analytics.rules.watermarks import HighWater, WatermarkFault, as_text, is_further, read_again_from
from analytics.services.recipe import Recipe
from analytics.services.take_files import Delivered, take_files
from analytics.services.try_files import try_files
from analytics.services.workspace import activity_dir
from lifecycle.api import BadInput
from lifecycle.rules.actors import Actor

TRIED_ROWS = 10_000
LEFT_OVER_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ActivityQuery:
    """`column` says how far was read; without one every run reads all, and what is known is not taken twice."""

    address: str
    text: str
    column: str = ""

    def fingerprint(self, recipe: Recipe) -> str:
        """Another query, or the same read otherwise, begins at the beginning."""
        parts = (recipe.fingerprint(), location_of(self.address), self.text.strip(), self.column)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def import_query(
    *, query: ActivityQuery, recipe: Recipe, actor: Actor, now: datetime, strict: bool = False
) -> ImportReport:
    """Wholly or not at all. How far was read is kept after the import: a crash between reads rows again, not never."""
    try:
        with _room(now) as room:
            path, seen = room / "rows.jsonl", _high_water(query)
            _write(query, path, seen, since=_since(query, recipe))
            with path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            name = f"query of {location_of(query.address)}"
            (report,) = take_files(files=[Delivered(path, name, sha256, recipe, strict)], actor=actor, now=now)
    except (QueryFault, WatermarkFault) as problem:
        raise BadInput(f"Nothing was imported: {problem}.") from problem
    if seen.kind and report.outcome in {FileOutcome.IMPORTED, FileOutcome.ALREADY}:
        _keep(query, recipe, seen, now=now)
    return ImportReport((report,))


def try_query(*, query: ActivityQuery, recipe: Recipe, now: datetime, strict: bool = False) -> ImportReport:
    """What an import would find in the first rows; nothing is written."""
    try:
        with _room(now) as room:
            path = room / "rows.jsonl"
            _write(query, path, _high_water(query), since=_since(query, recipe), most=TRIED_ROWS)
            (report,) = try_files(addresses=[str(path)], recipe=recipe, strict=strict, now=now).files
    except (QueryFault, WatermarkFault) as problem:
        raise BadInput(f"Nothing can be shown: {problem}.") from problem
    return ImportReport((replace(report, file=f"query of {location_of(query.address)}"),))


def _since(query: ActivityQuery, recipe: Recipe) -> Since | None:
    if not query.column:
        return None
    kept = QueryCursor.objects.filter(fingerprint=query.fingerprint(recipe)).first()
    return Since(query.column, read_again_from(kept.kind, kept.value) if kept else None)


def _high_water(query: ActivityQuery) -> HighWater:
    return HighWater(any_text=query.address.startswith(FILE))


def _write(query: ActivityQuery, path: Path, seen: HighWater, *, since: Since | None, most: int | None = None) -> None:
    with rows_of(query.address, query.text, since) as found, path.open("wb") as target:
        at = found.columns.index(since.column) if since else None
        target.writelines(_lines(found, seen, at=at, most=most))


def _lines(found: Rows, seen: HighWater, *, at: int | None, most: int | None) -> Iterator[bytes]:
    for number, row in enumerate(islice(found.rows, most), 1):
        if at is not None:
            seen.add(row[at])
        values: Mapping[str, object] = dict(zip(found.columns, row, strict=True))
        try:
            yield orjson.dumps(values, default=_as_json, option=orjson.OPT_APPEND_NEWLINE)
        except (TypeError, ValueError) as problem:
            raise QueryFault(f"row {number} cannot be written as JSON ({problem}): cast it in the query") from problem


def _as_json(value: object) -> str:
    if isinstance(value, Decimal | timedelta):
        return str(value)
    raise TypeError(type(value).__name__)


def _keep(query: ActivityQuery, recipe: Recipe, seen: HighWater, *, now: datetime) -> None:
    """Never back: a run that saw only some of the rows that are read again leaves it where it was."""
    fingerprint, value = query.fingerprint(recipe), as_text(seen.value)[:200]
    kept = QueryCursor.objects.filter(fingerprint=fingerprint, kind=seen.kind).first()
    if kept and not is_further(seen.kind, value, kept.value):
        return
    values = {"source": recipe.source, "column": query.column[:64], "kind": seen.kind, "value": value}
    QueryCursor.objects.update_or_create(fingerprint=fingerprint, defaults={**values, "updated_at": now})


@contextmanager
def _room(now: datetime) -> Iterator[Path]:
    """Apart from the scratch of imports, which the import itself clears. What a killed run left goes in time."""
    parent = activity_dir() / "queries"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in parent.iterdir():
        if left.stat().st_mtime < (now - LEFT_OVER_AFTER).timestamp():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)
