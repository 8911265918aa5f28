"""What do our documents say: which pages, words in code marks, tables, links and shell lines do they hold?"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "console", "portal", "portability", "notifications", "analytics", "lifecycle")
_CODE = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FOLDERS = ("docs", "tests", "templates", "benchmarks", "demo", "static", "locale", *APPS)
_PATH = re.compile(rf"(?:{'|'.join(_FOLDERS)})/[\w./-]*")


def pages() -> tuple[Path, ...]:
    """Every document that we write by hand, and the generated ones."""
    folders = [ROOT / "docs", *(ROOT / app for app in APPS)]
    found = [*ROOT.glob("*.md"), *(page for folder in folders for page in folder.rglob("*.md"))]
    return tuple(sorted(found))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_words(text: str) -> list[str]:
    """What stands between single marks, outside fences."""
    return _CODE.findall(_FENCE.sub("", text))


def fences(text: str, language: str) -> list[str]:
    return [body for kind, body in _FENCE.findall(text) if kind == language]


def paths(text: str) -> set[str]:
    """Words in code marks that begin with a folder of ours and hold no placeholder."""
    return {word.partition(":")[0] for word in code_words(text) if _PATH.fullmatch(word.partition(":")[0])}


def links(text: str) -> list[str]:
    """Targets of links and pictures, outside fences."""
    return _LINK.findall(_FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    titles = re.findall(r"^#+ +(.+?) *$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def rows(text: str, *, width: int) -> list[list[str]]:
    """The rows of every table with `width` columns, without heads and rules."""
    found, head = [], True
    for line in text.splitlines():
        is_row = line.startswith("|")
        cells = [cell.strip() for cell in line.strip("|").split("|")] if is_row else []
        if is_row and not head and len(cells) == width and set(line) - set("|-: "):
            found.append(cells)
        head = not is_row
    return found


def manage_calls(text: str) -> Iterator[list[str]]:
    """The words after `manage.py` of each example: shell lines, and code marks that begin with it."""
    lines = [line for body in (*fences(text, "sh"), *fences(text, "bash")) for line in body.splitlines()]
    lines += [word for word in code_words(text) if word.startswith("manage.py ")]
    for line in lines:
        words = shlex.split(line, comments=True)
        place = next((n for n, word in enumerate(words) if word.endswith("manage.py")), None)
        if place is not None:
            yield words[place + 1 :]


def make_calls(text: str) -> set[str]:
    """The targets that the page tells people to make."""
    shell = "\n".join(fences(text, "sh"))
    inline = [word for word in code_words(text) if word.startswith("make ")]
    return set(re.findall(r"^\s*make ([a-z-]+)", "\n".join([shell, *inline]), re.MULTILINE))
