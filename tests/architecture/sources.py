"""Which files are ours, and what does each say?"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "console", "portal", "portability", "notifications", "analytics", "lifecycle")
FOLDERS = (*APPS, "benchmarks", "demo", "templates", "tests", "static/js")
SUFFIXES = frozenset({".py", ".html", ".txt", ".mjml", ".js"})


IDLE = (ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop)  # no rule asks for them, half of all are


@lru_cache(maxsize=4_000)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


@lru_cache(maxsize=4_000)
def _walked(text: str) -> tuple[ast.AST, ...]:
    """A dozen rules walk every file: once is enough."""
    return tuple(node for node in ast.walk(_parsed(text)) if not isinstance(node, IDLE))


@dataclass(frozen=True, slots=True)
class Source:
    """One file; `app` is its first folder."""

    path: PurePosixPath
    text: str

    @property
    def app(self) -> str:
        return self.path.parts[0]

    @property
    def layer(self) -> str:
        """What the file is inside its app: rules, services, models, …"""
        return PurePosixPath(self.path.parts[1]).stem if len(self.path.parts) > 1 else ""

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.text)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def nodes(self) -> tuple[ast.AST, ...]:
        return _walked(self.text)

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {what}"

    def imports(self) -> Iterator[tuple[ast.AST, str, str]]:
        """Each imported name as (node, module, name); `import a.b` gives ('a.b', '')."""
        for node in self.nodes():
            if isinstance(node, ast.Import):
                yield from ((node, each.name, "") for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node, node.module or "", each.name) for each in node.names)


@dataclass(frozen=True, slots=True)
class House:
    """Files by path: all of ours, or only some that are planted to see whether a rule notices."""

    files: Mapping[str, str]

    def _all(self) -> Iterator[Source]:
        return (Source(PurePosixPath(path), text) for path, text in sorted(self.files.items()))

    def python(self, *, tests: bool = False) -> Iterator[Source]:
        """The product's modules, without schema migrations; with `tests` those of the tests instead."""
        for source in self._all():
            is_test = source.app == "tests" or source.path.name == "conftest.py"
            if source.path.suffix == ".py" and "migrations" not in source.path.parts and is_test == tests:
                yield source

    def apps(self) -> Iterator[Source]:
        return (source for source in self.python() if source.app in APPS)

    def others(self, suffix: str) -> Iterator[Source]:
        return (source for source in self._all() if source.path.suffix == suffix)


def the_house() -> House:
    """What stands in the work tree now."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES]
    paths += [ROOT / "conftest.py", ROOT / "manage.py"]
    return House({path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths})
