"""How much would an export hold? Counted, not estimated, by the same judgement that builds it."""

from collections import Counter
from dataclasses import dataclass, field

from lifecycle.api import Account
from portability.models import Snapshot
from portability.rules import im
from portability.rules.filters import Selection
from portability.rules.receipt import EXPORTED, Tally
from portability.rules.records import from_line
from portability.rules.requests import ExportRequest
from portability.rules.segments import month_of
from portability.services.exports.directory import names_of, resolved
from portability.services.exports.judging import cell_of, outcome_of
from portability.services.snapshots import latest_content, segments_of
from portability.services.stores import content_store

SAMPLES, SAMPLE_LENGTH = 20, 120
PACKED = (0.08, 0.5)  # bytes of a package for a byte of records, per format: measured on the sample data, as a range
FIXED = (8_000, 60_000)  # receipt, index and descriptions
RATE = (2_000, 8_000)  # records a second and format, on one core


@dataclass(frozen=True, slots=True)
class Sample:
    """One record that would be exported: id, author, instant (ms UTC) and the beginning of its text."""

    id: str
    author: str
    at: int | None
    text: str


@dataclass(slots=True)
class Preview:
    """Exact counts by kind, type and month, bytes of the records, and ranges for size and seconds of the package."""

    snapshot: Snapshot | None
    tally: Tally = field(default_factory=Tally)
    kinds: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    source_bytes: int = 0
    missing_files: int = 0
    formats: int = 1
    samples: list[Sample] = field(default_factory=list)

    @property
    def exported(self) -> int:
        return self.tally.total("exported")

    @property
    def package_bytes(self) -> tuple[int, int]:
        least, most = (int(self.source_bytes * factor) * self.formats for factor in PACKED)
        return FIXED[0] + least, FIXED[1] + most

    @property
    def seconds(self) -> tuple[int, int]:
        work = self.exported * self.formats
        return work // RATE[1], work // RATE[0] + 1


def preview_export(*, account: Account, request: ExportRequest) -> Preview:
    """Raises BadInput for a person or place that the content does not know."""
    snapshot = latest_content(account)
    found = Preview(snapshot, formats=len(request.formats))
    if snapshot is None:
        return found
    segments, store = segments_of(snapshot), content_store(account)
    names = names_of(segments, store)
    selection = Selection(resolved(request.filter, names))
    for segment in segments:
        for raw in store.lines(segment.sha256):
            record = from_line(raw).record
            outcome = outcome_of(record, selection)
            found.tally.add(cell_of(record), outcome)
            if outcome != EXPORTED:
                continue
            found.kinds[record.kind] += 1
            found.types[record.content_type or "-"] += 1
            found.months[month_of(record.at)] += 1
            found.source_bytes += len(raw) + 1
            body = record.body
            found.missing_files += isinstance(body, im.Attachment) and body.sha256 is None
            if isinstance(body, im.Message) and len(found.samples) < SAMPLES:
                author = names.people.get(body.sender or "", body.sender or "")
                found.samples.append(Sample(record.id, author, record.at, (record.text or "")[:SAMPLE_LENGTH]))
    return found
