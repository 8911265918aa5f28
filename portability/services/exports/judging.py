"""What becomes of one record under a request, and in which cell is it counted?"""

from collections import Counter
from collections.abc import Iterable

from portability.models import Segment
from portability.rules.filters import Selection
from portability.rules.receipt import EXPORTED, Cell, Outcome
from portability.rules.records import Record
from portability.rules.segments import day_of


def outcome_of(record: Record, selection: Selection) -> Outcome:
    """Exported, or excluded by a clause of the request."""
    clause = selection.exclusion(record)
    return EXPORTED if clause is None else Outcome("excluded", clause.value)


def cell_of(record: Record) -> Cell:
    """Where the receipt counts a record."""
    return Cell(record.kind, record.container or "", day_of(record.at), record.content_type or "-")


def snapshot_cells(segments: Iterable[Segment]) -> Counter[Cell]:
    """What the snapshot holds by its own figures, made when the content came in."""
    found: Counter[Cell] = Counter()
    for segment in segments:
        for key, number in segment.counts.items():
            day, _, content_type = key.partition("|")
            found[Cell(segment.kind, segment.container, day, content_type)] += number
    return found
