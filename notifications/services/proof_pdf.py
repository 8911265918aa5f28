"""How does the proof of an account read on paper?

Latin text stands in Helvetica, Chinese and Cyrillic in STSong-Light of Adobe's Asian collection: no font is embedded,
the reader's program brings it, as every usual one does. The JSON file is what is verified; the paper shows its head.
"""

import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_WIDE, _PLAIN, _BOLD = "STSong-Light", "Helvetica", "Helvetica-Bold"
_WIDTH, _HEIGHT = A4
_MARGIN, _LEADING, _SIZE = 50.0, 13.0, 9.5
_KEPT_OUT = frozenset({"body_sha256", "event_key", "wording_sha256", "text_sha256", "task"})


def proof_pdf(proof: Mapping[str, Any]) -> bytes:
    """The same facts as the JSON file, in order; every page names the head of the chain."""
    _wide_font()
    written = io.BytesIO()
    page = _Paper(Canvas(written, pagesize=A4, invariant=1), str(proof["head"]))
    page.line(f"Proof of notices: {proof['account_name']} ({proof['account']})", size=15, font=_BOLD)
    page.line(f"Made {proof['made_at']} · {proof['count']} entries")
    page.line(f"Head of the chain: {proof['head']}")
    page.line(f"Signature: {proof['signature']}")
    page.gap()
    personal = {key: str(each["value"]) for key, each in proof["personal"].items()}
    for each in proof["entries"]:
        body = json.loads(each["body"])
        page.line(f"{each['n']}. {body['at'][:19]} UTC  {body['kind']}  {body['plan']}", font=_BOLD)
        for words in _words(body, personal):
            page.line(words, indent=14)
        page.line(f"sha256 {each['sha']}", size=7, indent=14)
    page.end()
    return written.getvalue()


def _words(body: Mapping[str, Any], personal: Mapping[str, str]) -> Iterator[str]:
    for name, value in body["facts"].items():
        if value not in {"", None} if isinstance(value, str | None) else True:
            shown = ", ".join(f"{key} {day}" for key, day in value.items()) if isinstance(value, dict) else value
            yield f"{name.replace('_', ' ')}: {shown}"
    for name, known in body.get("personal", {}).items():
        yield f"{name.replace('_', ' ')}: {personal.get(known, 'erased')}"


@cache
def _wide_font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(_WIDE))


class _Paper:
    """Writes line by line and turns the page; constant memory per page."""

    def __init__(self, canvas: Canvas, head: str) -> None:
        self._canvas, self._head, self._y, self._number = canvas, head, _HEIGHT - _MARGIN, 1

    def line(self, text: str, *, size: float = _SIZE, font: str = _PLAIN, indent: float = 0.0) -> None:
        for row in _wrapped(text, size, _WIDTH - 2 * _MARGIN - indent):
            if self._y < _MARGIN + _LEADING:
                self._turn()
            self._write(row, _MARGIN + indent, self._y, size, font)
            self._y -= max(_LEADING, size * 1.35)

    def gap(self) -> None:
        self._y -= _LEADING / 2

    def end(self) -> None:
        self._foot()
        self._canvas.save()

    def _turn(self) -> None:
        self._foot()
        self._canvas.showPage()
        self._y, self._number = _HEIGHT - _MARGIN, self._number + 1

    def _foot(self) -> None:
        self._write(f"{self._number} · {self._head}", _MARGIN, _MARGIN / 2, 7, _PLAIN)

    def _write(self, text: str, x: float, y: float, size: float, font: str) -> None:
        for is_wide, run in groupby(text, key=_is_wide):
            part, name = "".join(run), _WIDE if is_wide else font
            self._canvas.setFont(name, size)
            self._canvas.drawString(x, y, part)
            x += pdfmetrics.stringWidth(part, name, size)


def _is_wide(letter: str) -> bool:
    return ord(letter) > 0xFF and letter not in "–—‘’“”…"


def _wrapped(text: str, size: float, width: float) -> Iterator[str]:
    for paragraph in text.splitlines() or [""]:
        row, used = "", 0.0
        for letter in paragraph:
            wide = pdfmetrics.stringWidth(letter, _WIDE if _is_wide(letter) else _PLAIN, size)
            if used + wide > width:
                yield row
                row, used = "", 0.0
            row, used = row + letter, used + wide
        yield row
