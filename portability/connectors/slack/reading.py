"""How is untrusted JSON of an export parsed and looked into?"""

import json
from collections.abc import Iterator

from portability.connectors.found import StructuralFault
from portability.connectors.source import Source
from portability.rules.canonical import Json
from portability.rules.lossy import faithful

DEPTH_LIMIT = 100
Fields = dict[str, Json]


def parse(source: Source, name: str) -> Json:
    """One JSON file. Raises StructuralFault for anything that is not strict JSON in UTF-8."""
    try:
        value: Json = json.loads(
            source.read(name).decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise StructuralFault(f"{name}: not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise StructuralFault(f"{name}, line {error.lineno}: not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise StructuralFault(f"{name}: {error}") from error
    if _depth(value) > DEPTH_LIMIT:
        raise StructuralFault(f"{name}: nested deeper than {DEPTH_LIMIT} levels")
    return value


def listing(source: Source, name: str) -> list[Json]:
    """A file that must hold a list."""
    value = parse(source, name)
    if not isinstance(value, list):
        raise StructuralFault(f"{name}: expected a list, found {type(value).__name__}")
    return value


def objects(source: Source, name: str) -> Iterator[Fields]:
    """The objects of a list which the export cannot do without."""
    for position, each in enumerate(listing(source, name), 1):
        if not isinstance(each, dict) or not isinstance(each.get("id"), str):
            raise StructuralFault(f"{name}, item {position}: expected an object with an id")
        yield each


def text(fields: Fields, name: str) -> str | None:
    """A text field, or None when absent, empty or something else."""
    value = fields.get(name)
    return value if isinstance(value, str) and value else None


def inner(fields: Fields, name: str) -> Fields:
    """An object field, empty when absent or something else."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def inners(fields: Fields, name: str) -> list[Fields]:
    """The objects of a list field."""
    value = fields.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def texts(fields: Fields, name: str) -> tuple[str, ...]:
    """The texts of a list field."""
    value = fields.get(name)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def raw(fields: Fields) -> str:
    """The source's own object as text; what UTF-8 cannot hold is written as an escape."""
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return text if text.isascii() or faithful(text)[1] is None else json.dumps(fields, separators=(",", ":"))


def _once(pairs: list[tuple[str, Json]]) -> Fields:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} is there twice in one object")
    return found


def _no_constant(word: str) -> Json:
    raise ValueError(f"{word} is no JSON number")


def _depth(value: Json) -> int:
    deepest, stack = 0, [(value, 1)]
    while stack:
        item, depth = stack.pop()
        deepest = max(deepest, depth)
        children = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        stack.extend((child, depth + 1) for child in children)
    return deepest
