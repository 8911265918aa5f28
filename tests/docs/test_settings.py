"""Is every setting that the code reads documented with its default, and nothing that it does not read?"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.docs.pages import ROOT, read, rows

OPERATE = "docs/runbooks/operate.md"
READERS = frozenset({"text", "secret", "integer", "flag", "choice", "listing", "mailbox", "path"})
MODULES = frozenset({"env", "environment"})
# Set for children by the runner or known to every program: nobody chooses them for Sunsetter.
OF_THE_SYSTEM = frozenset({"DJANGO_SETTINGS_MODULE", "LD_LIBRARY_PATH", "MAKELEVEL", "PATH"})
# The default depends on the place; the page says how.
BY_PLACE = frozenset({"SUNSETTER_STATE", "SECRET_KEY", "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"})


def documented() -> dict[str, str]:
    tables = read(OPERATE).partition("## Settings")[2].partition("\n## ")[0]
    return {name.strip("`"): default.strip("`") for name, default, _what in rows(tables, width=3)}


def settings_read() -> dict[str, str | None]:
    """Name to literal default ("" for none), or None where the default is computed."""
    found: dict[str, str | None] = {}
    for file in sorted((ROOT / "config").rglob("*.py")):
        for name, default in _reads(ast.parse(file.read_text(encoding="utf-8"))):
            found[name] = found.get(name) or default
    wanted = {name for name in found if not name.endswith("_FILE")} - OF_THE_SYSTEM  # NAME_FILE is one with NAME
    return {name: found[name] for name in sorted(wanted)}


def _reads(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    fallbacks = {id(node.values[0]): node.values[1] for node in ast.walk(tree) if isinstance(node, ast.BoolOp)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and "environ" in ast.unparse(node.value).lower():
            if isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Constant):
                yield str(node.slice.value), None
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            is_name = isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.isupper()
            if is_name and (default := _default(node, fallbacks)) is not _NOT_ONE:
                yield str(ast.literal_eval(first)), default


_NOT_ONE = "\0"


def _default(call: ast.Call, fallbacks: dict[int, ast.expr]) -> str | None:
    owner, method = ast.unparse(call.func).rpartition(".")[::2]
    if owner in MODULES and method in READERS:
        given = call.args[-1] if len(call.args) > 1 else ast.Constant("")
    elif owner.endswith("environ") and method == "get":
        given = fallbacks.get(id(call), call.args[-1] if len(call.args) > 1 else ast.Constant(""))
    else:
        return _NOT_ONE
    return str(given.value) if isinstance(given, ast.Constant) and given.value is not None else None


def test_every_setting_that_is_read_is_documented_and_nothing_else_is() -> None:
    assert sorted(documented()) == sorted(settings_read())


def test_documented_defaults_are_those_of_the_code() -> None:
    said = {name: "" if default == "–" else default for name, default in documented().items()}
    expected = {name: each for name, each in settings_read().items() if each is not None and name not in BY_PLACE}
    assert {name: said[name] for name in expected} == expected


def test_a_reader_with_and_without_default_is_recognized(tmp_path: Path) -> None:
    source = "a = env.text('A', 'x')\nb = env.secret('B')\nc = os.environ.get('C') or '7'\nd = environ['D']\n"
    assert dict(_reads(ast.parse(source))) == {"A": "x", "B": "", "C": "7", "D": None}
