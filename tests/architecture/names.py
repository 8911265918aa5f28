"""Does every file, class and word say what it means (style, sections 4 and 11)?"""

import ast
import re
import sys
from collections.abc import Iterator
from html import unescape

from tests.architecture.sources import House, Source

NAMELESS = re.compile(r"(^|_)(utils?|helpers?|common|base|misc|stuff|shared|tools)(_|$)|[a-z]\d$")
ENDINGS = re.compile(r"\w(Manager|Helper|Helpers|Base|Utils?)$")
WORDS = frozenset({"migration", "migrations", "state", "client", "clients", "tenant", "campaign", "blast", "kill"}) | {
    "legacy",
    "stuff",
    "process",
    "handle",
}
SAID = re.compile(r"\b(tenants?|campaigns?|blasts?|legacy|stuff|clients?)\b", re.IGNORECASE)
MARKUP = re.compile(r"<style.*?</style>|<script.*?</script>|<!--.*?-->|{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", re.DOTALL)
REMOVED = frozenset({"chunk", "imp", "asynchat", "asyncore"})  # gone in Python 3.12 and 3.13: nothing left to shadow


def files_have_names(house: House) -> Iterator[str]:
    for source in (*house.python(), *house.python(tests=True)):
        if NAMELESS.search(source.path.stem) and source.path.stem not in sys.builtin_module_names:
            yield f"{source.path}: the name does not say what is inside"


def files_shadow_no_standard_module(house: House) -> Iterator[str]:
    standard = {name for name in sys.stdlib_module_names if not name.startswith("__")} - REMOVED
    for source in house.apps():
        if source.path.stem in standard:
            yield f"{source.path}: shadows the standard module {source.path.stem}"


def classes_have_names(house: House) -> Iterator[str]:
    for source in house.python():
        for node in source.nodes():
            if isinstance(node, ast.ClassDef) and ENDINGS.search(node.name) and not _is_django_manager(node):
                yield source.at(node, f"class {node.name}")


def _is_django_manager(node: ast.ClassDef) -> bool:
    return any("Manager" in ast.unparse(base) for base in node.bases)


def packages_are_empty(house: House) -> Iterator[str]:
    """`__init__.py` is empty: importing `lifecycle.rules` runs it. Django wants `models/__init__.py` to re-export."""
    for source in house.apps():
        is_written = source.path.name == "__init__.py" and bool(source.text.strip())
        may_export = source.path.parts[1:2] == ("models",) and all(map(_only_exports, source.tree.body))
        if is_written and not may_export:
            yield f"{source.path}: not empty"


def _only_exports(node: ast.stmt) -> bool:
    return isinstance(node, (ast.ImportFrom, ast.Expr)) or (
        isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )


def modules_say_which_question_they_answer(house: House) -> Iterator[str]:
    for source in house.python():
        if source.text.strip() and "?" not in _first_line(source):
            yield f"{source.path}: the first line is no question: {_first_line(source)!r}"
    for source in house.python(tests=True):
        if source.text.strip() and not _first_line(source):
            yield f"{source.path}: does not say what it tests"


def _first_line(source: Source) -> str:
    return (ast.get_docstring(source.tree) or "").partition("\n")[0]


def models_avoid_worn_words(house: House) -> Iterator[str]:
    """Models and their fields, by their words."""
    for source in house.apps():
        if source.layer == "models":
            for node in source.nodes():
                if isinstance(node, ast.ClassDef):
                    yield from (source.at(node, name) for name in _names_of(node) if _words(name) & WORDS)


def _names_of(node: ast.ClassDef) -> Iterator[str]:
    yield node.name
    for part in node.body:
        if isinstance(part, (ast.Assign, ast.AnnAssign)):
            target = part.targets[0] if isinstance(part, ast.Assign) else part.target
            yield ast.unparse(target)


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r" \1", name).lower()))


def routes_avoid_worn_words(house: House) -> Iterator[str]:
    for source in house.apps():
        for node in source.nodes():
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"path", "re_path"}:
                given = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
                for text in (each for each in given if isinstance(each, str)):
                    if _words(text) & WORDS:
                        yield source.at(node, text)


def texts_avoid_worn_words(house: House) -> Iterator[str]:
    for suffix in (".html", ".txt", ".mjml"):
        for source in house.others(suffix):
            if source.app == "templates":
                text = unescape(MARKUP.sub(" ", source.text))
                yield from (f"{source.path}: {found[0]}" for found in SAID.finditer(text))
                for said in re.findall(r"{%\s*(?:trans|translate)\s+[\"'](.*?)[\"']", source.text):
                    yield from (f"{source.path}: {found[0]}" for found in SAID.finditer(said))
