"""On which lines do the rows stand that a reading did not take, as far as their marks say it?

A mark is the text of a whole line: whichever line has it was not taken either. So if there are as many such lines as
rows that were not taken, they are these.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from analytics.engines.duckdb.event_session import Noted
from analytics.engines.duckdb.file_text import FileText
from analytics.rules.scan_plan import CsvForm, ParquetForm, ScanPlan

_READ_BYTES = 1 << 20  # a quarter less time than as Python reads of its own


@dataclass(frozen=True, slots=True)
class Lines:
    """In their order; `starts` says at which byte of the file each begins, if that is known."""

    numbers: tuple[int, ...]
    starts: tuple[int, ...] = ()


def lines_of(plan: ScanPlan, noted: Sequence[Noted], *, wanted: int) -> Lines | None:
    """That many lines; None where the marks do not say them all."""
    marks = [each.mark for each in noted if each.mark is not None]
    if len(marks) != wanted or len(noted) != wanted:
        return None
    if isinstance(plan.form, ParquetForm) or not marks:
        return Lines(tuple(sorted(map(int, marks))))
    path = Path(plan.path)
    starts = _starts(path, _in_turn(noted), end=plan.newline.encode(), has_header=isinstance(plan.form, CsvForm))
    if len(starts) == wanted:
        return _numbered(path, starts, header=int(isinstance(plan.form, CsvForm)))
    found = _lines_that_say(path, marks, newline=plan.newline)
    if len(found) != wanted:
        return None
    return Lines(tuple(number if isinstance(plan.form, CsvForm) else number + 1 for number in found))


def _in_turn(noted: Iterable[Noted]) -> list[list[bytes]]:
    """The marks of each thread, which reads the parts of a file that it gets in their order."""
    found: dict[int, list[bytes]] = {}
    for each in noted:
        found.setdefault(each.thread, []).append((each.mark or "").encode())
    return list(found.values())


def _starts(path: Path, in_turn: Iterable[Sequence[bytes]], *, end: bytes, has_header: bool) -> list[int]:
    """Each line is looked for behind the one before: a tenth of what a look at all lines costs. None of a lost one."""
    found: set[int] = set()
    with path.open("rb", buffering=0) as stream:
        text = FileText(stream)
        first = text.find(b"\n", 0) + 1 if has_header else 0
        for marks in in_turn:
            at = first
            for mark in marks:
                while (start := _line(text, mark, at, end)) in found:  # the same said by another thread's line
                    at = start + len(mark) + len(end)
                if start < 0:
                    return []
                found.add(start)
                at = start + len(mark) + len(end)
    return sorted(found)


def _line(text: FileText, mark: bytes, at: int, end: bytes) -> int:
    """Where the next line that says this begins; -1 if none does. At `at` a line begins, too."""
    if text.part(at, at + len(mark) + len(end)) == mark + end:
        return at
    found = text.find(b"\n" + mark + end, at)
    last = text.size - len(mark)
    if found < 0 and last >= at and text.part(last, text.size) == mark and _begins(text, last, at):
        return last  # the end of the file is the end of this line
    return found if found < 0 else found + 1


def _begins(text: FileText, start: int, at: int) -> bool:
    return start == at or text.part(start - 1, start) == b"\n"


def _numbered(path: Path, starts: Sequence[int], *, header: int) -> Lines:
    """Of JSON the first line is one, of CSV the first after the header."""
    numbers: list[int] = []
    number = 1 - header
    with path.open("rb", buffering=0) as stream:
        for start, before in zip(starts, (0, *starts), strict=False):
            number += sum(part.count(b"\n") for part in _parts(stream, start - before))
            numbers.append(number)
    return Lines(tuple(numbers), tuple(starts))


def _parts(stream: FileIO, size: int) -> Iterator[bytes]:
    while size and (part := stream.read(min(size, _READ_BYTES))):
        size -= len(part)
        yield part


def _lines_that_say(path: Path, texts: Sequence[str], *, newline: str) -> list[int]:
    """Counted from zero; the header of a CSV file is none of them."""
    lines = {text.encode() + end for text in texts for end in (newline.encode(), b"")}
    with path.open("rb", buffering=_READ_BYTES) as stream:
        return [number for number, line in enumerate(stream) if line in lines]
