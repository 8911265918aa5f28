"""Does hostile content come out inert in every format (S9)?"""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lifecycle.rules.csv_guard import unguard
from portability.api import import_content
from portability.rules.requests import Format
from tests.portability.content import NOON, OPERATOR, an_account, built, unpacked
from tests.portability.small_slack import Rows, write_slack

FORMULAS = [
    start + tail
    for start in ("=", "+", "-", "@", "\t=", "\r=", "\x00=", "＝", "＋", "－", "＠", "'=")
    for tail in ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("https://evil.example")', "SUM(1;2)", "IMPORTXML(1)")
]
MARKUP = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "javascript:alert(1)",
    "</article></body><iframe src=//evil.example>", "&lt;b&gt;", "<style>*{display:none}</style>", "<!--", "]]>",
    "\u202egnp.exe", "<a href='javascript:1'>x</a>", "<meta http-equiv=refresh content='0;url=//evil.example'>",
]  # fmt: skip
HARMLESS = {"html", "head", "meta", "title", "style", "body", "nav", "a", "h1", "h2", "article", "header", "strong",
            "time", "div", "ul", "li", "table", "tr", "th", "td", "p"}  # fmt: skip


class Tags(HTMLParser):
    """Collects every tag and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    texts = FORMULAS + MARKUP
    rows: Rows = [
        {"type": "message", "user": "U1", "text": text, "ts": f"14516064{number:02d}.000001",
         "file": {"id": f"F{number}", "name": text, "title": text, "permalink": "javascript:alert(1)"}}
        for number, text in enumerate(texts)
    ]  # fmt: skip
    users: Rows = [{"id": "U1", "name": MARKUP[0], "profile": {"real_name": FORMULAS[0]}}]
    channels: Rows = [{"id": "C1", "name": "<b>x</b>", "topic": {"value": MARKUP[1]}}]
    path = write_slack(tmp_path / "slack", {"general/2016-01-01.json": rows}, users=users, channels=channels)
    import_content(account=(acme := an_account()), connector="slack", path=path, actor=OPERATOR, now=NOON)
    return unpacked(built(acme, Format.CSV, Format.HTML), tmp_path / "out")


@pytest.mark.django_db
def test_sixty_formulas_stay_text_in_csv_and_come_back(bag: Path) -> None:
    found = []
    for path in sorted((bag / "data/views/csv").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        for row in rows[1:]:
            assert not any(cell[:1] in set("=+-@\t\r\n\0＝＋－＠") for cell in row if cell)
        if path.parent.parent.name == "message":
            found += [unguard(row[rows[0].index("text")]) for row in rows[1:]]
    assert found == FORMULAS + MARKUP


@pytest.mark.django_db
def test_pages_hold_nothing_active_and_nothing_remote(bag: Path) -> None:
    pages = sorted((bag / "data").rglob("*.html"))
    assert len(pages) == 5
    for path in pages:
        page = path.read_text(encoding="utf-8")
        tags = Tags(page)
        assert tags.tags <= HARMLESS, path
        assert not [name for name, _ in tags.attributes if name.startswith("on")]
        links = [value for name, value in tags.attributes if name in {"href", "src"}]
        assert all(re.fullmatch(r"[A-Za-z0-9._~/-]+", link) for link in links), links
        assert all((path.parent / link).exists() for link in links), links
        assert ("http-equiv", "Content-Security-Policy") in tags.attributes
        assert "default-src 'none'" in page
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", page)
