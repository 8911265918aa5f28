"""Is every file, class and function small enough to be read at a sitting (style, section 5)?"""

import ast
from collections.abc import Iterator

from tests.architecture.sources import House, Source

FILE, AIM, SHARE_OVER_AIM = 400, 150, 0.10
API, CLASS, FUNCTION = 120, 200, 40
TEST_FILE, TEMPLATE, SETTINGS, SCRIPT = 300, 150, 300, 100
# Pure data or generated, by name and with the reason.
EXEMPT: dict[str, str] = {}


def files_are_short(house: House) -> Iterator[str]:
    for source in house.python():
        limit = {"api.py": API, "settings.py": SETTINGS}.get(source.path.name, FILE)
        yield from _too_long(source, limit)
    for source in house.python(tests=True):
        yield from _too_long(source, TEST_FILE)


def templates_and_scripts_are_short(house: House) -> Iterator[str]:
    for suffix, limit in ((".html", TEMPLATE), (".mjml", TEMPLATE), (".js", SCRIPT)):
        for source in house.others(suffix):
            yield from _too_long(source, limit)


def _too_long(source: Source, limit: int) -> Iterator[str]:
    if source.lines > limit and str(source.path) not in EXEMPT:
        yield f"{source.path}: {source.lines} lines, at most {limit}"


def most_files_are_short(house: House) -> Iterator[str]:
    """At most one file in ten has more lines than aimed at."""
    written = [source for source in house.apps() if source.text.strip()]
    over = [f"{source.path} ({source.lines})" for source in written if source.lines > AIM]
    if len(over) > SHARE_OVER_AIM * len(written):
        yield f"{len(over)} of {len(written)} files have over {AIM} lines: {', '.join(over)}"


def functions_and_classes_are_short(house: House) -> Iterator[str]:
    for source in (*house.python(), *house.python(tests=True)):
        for node in source.nodes():
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                limit = CLASS if isinstance(node, ast.ClassDef) else FUNCTION
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > limit:
                    yield source.at(node, f"{node.name} has {length} lines, at most {limit}")
