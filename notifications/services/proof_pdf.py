"""How does the proof of an account read on paper?

Latin text stands in Helvetica, Chinese and Cyrillic in STSong-Light of Adobe's Asian collection: no font is embedded,
the reader's program brings it, as every usual one does. The JSON file is what is verified; the paper shows its head.
"""

import io
import json
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from itertools import groupby
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from lifecycle.api import fingerprint

_WIDE, _PLAIN, _BOLD = "STSong-Light", "Helvetica", "Helvetica-Bold"
_WIDTH, _HEIGHT = A4
_MARGIN, _LEADING, _SIZE = 50.0, 13.0, 9.5
_CLOSER = -0.3  # of the size: that collection draws Cyrillic as wide as Chinese


def proof_pdf(proof: Mapping[str, Any]) -> bytes:
    """The same facts as the JSON file, in order; every page names the head of the chain."""
    _wide_font()
    written = io.BytesIO()
    page = _Paper(Canvas(written, pagesize=A4, invariant=1), str(proof["head"]))
    page.line(f"Proof of notices: {proof['account_name']} ({proof['account']})", size=15, font=_BOLD)
    page.line(f"Made {proof['made_at']} · {proof['count']} entries")
    page.line(f"Head of the chain: {proof['head']}")
    signature = proof["signature"]
    page.line(f"Key of the signature: {fingerprint(signature['public_key'])}")
    page.line(f"Signature, {signature['algorithm']}: {signature['signature']}")
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
        for row in _wrapped(text, size, font, _WIDTH - 2 * _MARGIN - indent):
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
        for kind, run in groupby(text, key=_script):
            part = "".join(run)
            self._canvas.setFont(font if kind is _Script.PLAIN else _WIDE, size)
            self._canvas.drawString(x, y, part, charSpace=size * _CLOSER if kind is _Script.CYRILLIC else 0)
            x += sum(_width(letter, size, font) for letter in part)


class _Script(Enum):
    PLAIN = 0
    CYRILLIC = 1
    WIDE = 2


def _script(letter: str) -> _Script:
    if ord(letter) <= 0xFF or letter in "–—‘’“”…":
        return _Script.PLAIN
    return _Script.CYRILLIC if "\u0400" <= letter <= "\u04ff" else _Script.WIDE


def _width(letter: str, size: float, font: str = _PLAIN) -> float:
    kind = _script(letter)
    whole = float(pdfmetrics.stringWidth(letter, font if kind is _Script.PLAIN else _WIDE, size))
    return whole + size * _CLOSER if kind is _Script.CYRILLIC else whole


def _wrapped(text: str, size: float, font: str, width: float) -> Iterator[str]:
    """Breaks at a blank where there is one, else wherever the line is full."""
    for paragraph in text.splitlines() or [""]:
        row, used = "", 0.0
        for letter in paragraph:
            wide = _width(letter, size, font)
            if used + wide > width:
                whole, _blank, rest = row.rpartition(" ")
                yield whole or row
                row = rest if whole else ""
                used = sum(_width(each, size, font) for each in row)
            row, used = row + letter, used + wide
        yield row
