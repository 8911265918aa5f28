"""What does one chunk of an export write, and what does it remember?"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from portability.formats.contract import Directory, Drafts, Made, Unit, Writer
from portability.formats.html_pages import Pages, file_path
from portability.formats.jsonl import JsonLines
from portability.formats.tables import Table
from portability.formats.zipping import PIECE, add_bytes, add_stream, new_zip
from portability.models import Segment
from portability.rules import im
from portability.rules.canonical import NotCanonical
from portability.rules.chunks import Span
from portability.rules.filters import Selection
from portability.rules.kinds import Kind
from portability.rules.merkle import leaf
from portability.rules.receipt import EXPORTED, Cell, Outcome, Tally
from portability.rules.records import Line, Record, from_line
from portability.rules.requests import Format
from portability.services.exports.judging import cell_of, outcome_of
from portability.storage.content import ContentStore

NOTES, LEAVES = "chunk.json", "leaves"


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the package: path below `data/`, size, hash, and what it shows."""

    path: str
    size: int
    sha256: str
    kind: str
    container: str
    month: str
    records: int


@dataclass(slots=True)
class Notes:
    """What a chunk remembers beside its files."""

    files: list[PackedFile] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    missing: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Work:
    """Everything a chunk needs to know about its export."""

    segments: list[Segment]
    units: list[Unit]
    store: ContentStore
    selection: Selection
    formats: tuple[Format, ...]
    directory: Directory


def write_chunk(work: Work, span: Span, path: Path) -> Notes:
    """Write the files of some segments into a passing zip. The same segments always give the same bytes."""
    notes = Notes()
    with new_zip(path) as archive:
        for position in range(span.first, span.last + 1):
            _write_unit(work, position, archive, notes, path.parent)
        add_bytes(archive, LEAVES, b"".join(notes.leaves), is_stored=True)
        add_bytes(archive, NOTES, json.dumps(_as_json(notes)).encode(), is_stored=True)
    return notes


def read_notes(stream: BinaryIO) -> Notes:
    """What a stored chunk remembers."""
    with zipfile.ZipFile(stream) as archive:
        value, leaves = json.loads(archive.read(NOTES)), archive.read(LEAVES)
    tally = Tally()
    for *cell, name, why, number in value["tally"]:
        tally.add(Cell(*cell), Outcome(name, why), number)
    return Notes(
        files=[PackedFile(**each) for each in value["files"]],
        tally=tally,
        missing=value["missing"],
        failed=[(each, why) for each, why in value["failed"]],
        leaves=[leaves[start : start + 32] for start in range(0, len(leaves), 32)],
    )


def _write_unit(work: Work, position: int, archive: zipfile.ZipFile, notes: Notes, folder: Path) -> None:
    segment, unit, drafts = work.segments[position], work.units[position], Drafts(folder)
    names = replace(work.directory, attachments=_attachments(work, unit))
    writers = _writers(work.formats, unit, drafts, names)
    for raw in work.store.lines(segment.sha256):
        line = _read(raw, segment, notes)
        if line is None:
            continue
        outcome = outcome_of(line.record, work.selection)
        if outcome == EXPORTED:
            for writer in writers:
                writer.add(line)
            _take(work, line, unit, archive, notes)
        notes.tally.add(cell_of(line.record), outcome)
    for writer in writers:
        for made in writer.close():
            notes.files.append(_add(archive, made, unit))


def _read(raw: bytes, segment: Segment, notes: Notes) -> Line | None:
    """A record that cannot be read is listed and passed."""
    try:
        return from_line(raw)
    except NotCanonical as error:
        name = hashlib.sha256(raw).hexdigest()
        day, _, content_type = next(iter(segment.counts)).partition("|")
        notes.failed.append((name, str(error)))
        notes.tally.add(Cell(segment.kind, segment.container, day, content_type), Outcome("failed", "unreadable"))
        return None


def _take(work: Work, line: Line, unit: Unit, archive: zipfile.ZipFile, notes: Notes) -> None:
    record, body = line.record, line.record.body
    notes.leaves.append(leaf(record.kind, record.id, line.hash))
    if not isinstance(body, im.Attachment):
        return
    if body.sha256 is None:  # the source gave a link or a note instead of bytes
        notes.missing.append(record.id)
        return
    if (size := work.store.place.size(work.store.blob_path(body.sha256))) is None:
        notes.failed.append((record.id, "the bytes of this file were taken in and are gone"))
        return
    path = file_path(body)
    if path not in {each.path for each in notes.files}:
        with work.store.place.open(work.store.blob_path(body.sha256)) as stream:
            add_stream(archive, path, size, stream, is_stored=True)
        notes.files.append(PackedFile(path, size, body.sha256, "file", unit.container, unit.month, 0))


def _writers(formats: tuple[Format, ...], unit: Unit, drafts: Drafts, names: Directory) -> list[Writer]:
    found: list[Writer] = []
    if Format.JSONL in formats:
        found.append(JsonLines(unit, drafts))
    if Format.CSV in formats:
        found.append(Table(unit, drafts, names))
    if Format.HTML in formats:
        found.append(Pages(unit, drafts, names))
    return found


def _attachments(work: Work, unit: Unit) -> dict[str, tuple[Record, ...]]:
    """The files of the messages of one page's container and month, by message."""
    if unit.kind is not Kind.MESSAGE or Format.HTML not in work.formats:
        return {}
    found: dict[str, list[Record]] = {}
    for record in _records_of(work, Unit(Kind.ATTACHMENT, unit.container, unit.month, 0)):
        if isinstance(record.body, im.Attachment) and outcome_of(record, work.selection) == EXPORTED:
            found.setdefault(record.body.message, []).append(record)
    return {message: tuple(records) for message, records in found.items()}


def _records_of(work: Work, wanted: Unit) -> Iterator[Record]:
    for segment, unit in zip(work.segments, work.units, strict=True):
        if (unit.kind, unit.container, unit.month) == (wanted.kind, wanted.container, wanted.month):
            yield from (from_line(line).record for line in work.store.lines(segment.sha256))


def _add(archive: zipfile.ZipFile, made: Made, unit: Unit) -> PackedFile:
    with made.content as content:
        size = content.seek(0, io.SEEK_END)
        content.seek(0)
        digest = hashlib.sha256()
        while piece := content.read(PIECE):
            digest.update(piece)
        content.seek(0)
        add_stream(archive, made.path, size, content, is_stored=True)
    return PackedFile(made.path, size, digest.hexdigest(), unit.kind, unit.container, unit.month, made.records)


def _as_json(notes: Notes) -> dict[str, object]:
    tally = [[*cell, *outcome, number] for (cell, outcome), number in sorted(notes.tally.counts.items())]
    return {
        "files": [asdict(each) for each in notes.files],
        "tally": tally,
        "missing": notes.missing,
        "failed": notes.failed,
    }
