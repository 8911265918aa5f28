"""Which text do the bytes of a file hold, line by line, however long a line claims to be?"""

import codecs
import io
from collections.abc import Iterator

from analytics.connectors.files.compression import structural_faults
from analytics.connectors.files.raw_row import KEPT_RAW, MAX_LINE, FileFault

_HEAD = 8192
_NOT_TEXT = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a SQLite database"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
)
_PLAIN_CONTROLS = frozenset(b"\t\n\r\x0c\x1b")


class LineTooLong(Exception):
    """A physical line beyond the limit; what follows it has been skipped."""


class TextLines(Iterator[str]):
    """Physical lines with their ends, counted by `number`; `begin()` marks the start of a record of one or more."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._kept: list[str] = []
        self._size = 0
        self.number = 0
        self.started = 0

    def begin(self) -> None:
        self._kept.clear()
        self._size, self.started = 0, self.number + 1

    @property
    def raw(self) -> str:
        """The text of the record so far, at most a little more than what is kept of it."""
        return "".join(self._kept)

    def __next__(self) -> str:
        with structural_faults():
            line = self._text.readline(MAX_LINE)
            if not line:
                raise StopIteration
            self.number += 1
            if self._size < KEPT_RAW:
                self._kept.append(line[:KEPT_RAW])
            self._size += len(line)
            if len(line) == MAX_LINE and not line.endswith("\n"):
                self._skip()
                raise LineTooLong
        if self._size > MAX_LINE and self.number > self.started:
            raise FileFault(f"a quote that opens on line {self.started} is not closed within 1 MiB")
        return line

    def _skip(self) -> None:
        while (more := self._text.readline(MAX_LINE)) and not more.endswith(("\n", "\r")):
            pass


def open_text(stream: io.BufferedReader, *, encoding: str | None) -> TextLines:
    """Decode by declaration, byte order mark or pattern of NULs, else as UTF-8. Raises FileFault for no text."""
    with structural_faults():
        head = stream.peek(_HEAD)[:_HEAD]
    chosen = _encoding(head, encoding)
    errors = "replace" if chosen.startswith("utf-16") else "surrogateescape"
    return TextLines(io.TextIOWrapper(stream, encoding=chosen, errors=errors, newline=""))


def _encoding(head: bytes, declared: str | None) -> str:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise FileFault("it is UTF-32 text: save it as UTF-8")
    for magic, what in _NOT_TEXT:
        if head.startswith(magic):
            raise FileFault(f"it is {what}, not text")
    if head.lstrip()[:16].lower().startswith((b"<!doctype html", b"<html")):
        raise FileFault("it is an HTML page, perhaps a sign-in page, not data")
    if declared:
        return _declared(declared)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return _by_pattern(head)


def _declared(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        raise FileFault(
            f"there is no encoding called {name!r}: try utf-8, utf-16, latin-1, cp1251 or gb18030"
        ) from None
    return "utf-8-sig" if found == "utf-8" else found


def _by_pattern(head: bytes) -> str:
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    controls = sum(byte < 32 and byte not in _PLAIN_CONTROLS for byte in head)
    if controls > 0.05 * len(head):
        raise FileFault("it is binary data, not text")
    return "utf-8-sig"
