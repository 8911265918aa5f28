"""On which lines do the rows stand that a reading did not take, as far as their marks say it?

A mark is the text of a whole line: whichever line has it was not taken either. So if there are as many such lines as
rows that were not taken, they are these.
"""

from collections.abc import Sequence
from pathlib import Path

from analytics.rules.scan_plan import CsvForm, ParquetForm, ScanPlan

_READ_BYTES = 1 << 20  # a quarter less time than as Python reads of its own


def lines_of(plan: ScanPlan, marks: Sequence[str | None], *, wanted: int) -> tuple[int, ...] | None:
    """Numbers of that many lines, in order; None where the marks do not say them all."""
    known = [mark for mark in marks if mark is not None]
    if len(known) != wanted or len(marks) != wanted:
        return None
    if isinstance(plan.form, ParquetForm):
        return tuple(sorted(map(int, known)))
    found = _lines_that_say(Path(plan.path), known, newline=plan.newline) if known else []
    if len(found) != wanted:
        return None
    return tuple(number if isinstance(plan.form, CsvForm) else number + 1 for number in found)


def _lines_that_say(path: Path, texts: Sequence[str], *, newline: str) -> list[int]:
    """Counted from zero; the header of a CSV file is none of them."""
    lines = {text.encode() + end for text in texts for end in (newline.encode(), b"")}
    with path.open("rb", buffering=_READ_BYTES) as stream:
        return [number for number, line in enumerate(stream) if line in lines]
