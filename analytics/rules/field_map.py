"""Which column, path or constant of a feed's row is which field of ours?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analytics.rules.activity import FIELDS
from analytics.rules.moments import Unit


class MapFault(ValueError):
    """The map itself is wrong: which entry, and what would be right."""


@dataclass(frozen=True, slots=True)
class Constant:
    value: str | int | float


@dataclass(frozen=True, slots=True)
class Column:
    """A column by name; of a nested row also `a.b.c`. `as_text` turns a whole number into its digits."""

    name: str
    as_text: bool = False


Expression = Constant | Column


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Field to expression; a field without an entry is read from the column of its own name."""

    entries: Mapping[str, Expression] = field(default_factory=dict)
    unit: Unit | None = None

    def pick(self, row: Mapping[str, object]) -> dict[str, object]:
        """The values of our ten fields, as the feed wrote them."""
        return {name: self._value(name, row) for name in FIELDS}

    def needed_columns(self, fields: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """(field, column) for those of `fields` that come from a column."""
        found = ((name, self.entries.get(name) or Column(name)) for name in fields)
        return tuple((name, entry.name) for name, entry in found if isinstance(entry, Column))

    def _value(self, name: str, row: Mapping[str, object]) -> object:
        entry = self.entries.get(name)
        if entry is None:
            return row.get(name)
        if isinstance(entry, Constant):
            return entry.value
        value = look_up(row, entry.name)
        if entry.as_text and isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return value


def look_up(row: Mapping[str, object], path: str) -> object:
    """The value under an exact name, else along a dotted path; None where the path ends early."""
    if path in row:
        return row[path]
    found: object = row
    for part in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, Sequence) and not isinstance(found, str) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found


def read_map(document: object) -> FieldMap:
    """Read a map file's content. Raises MapFault, which names the entry."""
    if not isinstance(document, Mapping):
        raise MapFault("a map is a list of `field: expression` lines")
    entries: dict[str, Expression] = {}
    unit: Unit | None = None
    for name, written in document.items():
        if name not in FIELDS:
            raise MapFault(f"`{name}` is not a field of activity; the fields are {', '.join(FIELDS)}")
        entries[name] = _expression(name, written)
        if name == "occurred_at":
            unit = _unit(written)
    return FieldMap(entries, unit)


def _expression(name: str, written: object) -> Expression:
    if isinstance(written, str) and written:
        return Column(written.removeprefix("$"))
    if not isinstance(written, Mapping):
        raise MapFault(f"`{name}`: write a column name, $a.path, {{const: VALUE}} or {{column: NAME, unit: s}}")
    if set(written) == {"const"}:
        value = written["const"]
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise MapFault(f"`{name}`: a constant is text or a number")
        return Constant(value if isinstance(value, str) or name in {"quantity", "occurred_at"} else str(value))
    column = written.get("column")
    if not isinstance(column, str) or not column or set(written) - {"column", "unit", "as"}:
        raise MapFault(f"`{name}`: an entry with braces holds `const`, or `column` with `unit` or `as: text`")
    if written.get("as", "text") != "text":
        raise MapFault(f"`{name}`: `as` can only be `text`")
    if "unit" in written and name != "occurred_at":
        raise MapFault(f"`{name}`: only occurred_at has a unit")
    return Column(column.removeprefix("$"), as_text="as" in written)


def _unit(written: object) -> Unit | None:
    if not isinstance(written, Mapping) or "unit" not in written:
        return None
    try:
        return Unit(str(written["unit"]))
    except ValueError:
        raise MapFault("`occurred_at`: the unit is one of s, ms, us") from None
