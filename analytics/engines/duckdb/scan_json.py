"""Which JSON lines does DuckDB read as our own parser does?

Its parser forgives more than ours and takes a number for a text. But a line that is exactly as long as its values and
the least that must stand around them has no room for a second value of a key, a comment, a trailing comma; nor for
quotes where a value should have none.
"""

from collections.abc import Iterator
from pathlib import Path

from analytics.engines.duckdb.scan_columns import Cell, literal
from analytics.engines.duckdb.session import file_list
from analytics.rules.scan_plan import JsonForm, Place, ScanPlan, TimeForm

LONGEST_LINE = 1_048_576  # a thread takes two of them of a JSON file at once: of DuckDB's 32 MB one waits for the other
# No number that DuckDB shows longer than it may have been written (1e3 as 1000.0).
_JSON_BARE = r"[0-9]{1,17}|[1-9][0-9]{0,8}\.[0-9]{0,5}[1-9]|0\.0?[1-9][0-9]{0,4}|true|false"


def parsed(form: JsonForm, lines: str) -> str:
    """A relation of `number`, `line`, and in `found` the value of each key as text."""
    shape = literal("{" + ", ".join(f'"{key}": "VARCHAR"' for key in form.keys) + "}")
    return f"(SELECT number, line, TRY(json_transform(line, {shape})) AS found FROM {lines})"  # noqa: S608  (quoted by us)


def read_exactly(plan: ScanPlan, form: JsonForm) -> str:
    """A relation of the value of each key as text. Only a line that is one object and nothing else has any."""
    columns = ", ".join(f"{literal(key)}: 'VARCHAR'" for key in form.keys)
    return (
        f"read_json({literal(file_list([Path(plan.path)])[0])}, format = 'newline_delimited', columns = {{{columns}}},"
        f" ignore_errors = true, maximum_object_size = {LONGEST_LINE})"
    )


def says_what_it_says(plan: ScanPlan, form: JsonForm) -> Iterator[str]:
    """What must hold of a line besides its fields."""
    pairs = " + ".join(_length_of_pair(form, key) for key in form.keys)
    checks = [f"strlen(line) = {2 - len(form.comma)} + {pairs}"]
    checks += [_is_as_quoted(form, key) for key in form.keys if key not in form.bare and not _is_iso(plan, key)]
    likely = f"line = {rewritten(form, found_by_key)} OR " if form.is_uniform else ""
    yield f"({likely}({' AND '.join(checks)}))"
    yield from (_is_as_quoted(form, key) for key in form.keys if key in form.bare)


def found_by_key(key: int | str) -> str:
    """A cell of `parsed`."""
    return f'found."{key}"'


def rewritten(form: JsonForm, cell: Cell) -> str:
    """The line that these values make: a line that equals it says nothing else."""
    parts: list[str] = []
    before = "{"
    for key in form.keys:
        quote = "" if key in form.bare else '"'
        parts += [literal(f"{before}{_pair(form, key, quote)}"), cell(key)]
        before = f"{quote}{form.comma}"
    return f"concat({', '.join(parts)}, {literal(before.removesuffix(form.comma) + '}')})"


def _length_of_pair(form: JsonForm, key: str) -> str:
    """With its comma; an absent key has none, and null is told from absence by looking."""
    name = len(key) + 2 + len(form.colon) + len(form.comma)
    quotes = 0 if key in form.bare else 2
    null = f"if(contains(line, {literal(_pair(form, key, 'null'))}), {name + 4}, 0)"
    return f'if(found."{key}" IS NULL, {null}, strlen(found."{key}") + {name + quotes})'


def _is_as_quoted(form: JsonForm, key: str) -> str:
    """What begins with a small letter, but for two words, is a text anyhow; else the quote itself is looked for."""
    found = f'found."{key}"'
    if key in form.bare:
        return f"({found} IS NULL OR regexp_full_match({found}, '{_JSON_BARE}'))"
    is_word = f"({found} >= 'a' AND {found} < '{{' AND {found} NOT IN ('true', 'false'))"
    return f"({found} IS NULL OR {is_word} OR contains(line, {literal(_pair(form, key, chr(34)))}))"


def _pair(form: JsonForm, key: str, value: str) -> str:
    return f'"{key}"{form.colon}{value}'


def _is_iso(plan: ScanPlan, key: str) -> bool:
    """Such a time is no JSON but in quotes."""
    return plan.fields["occurred_at"] == Place(key) and plan.time in {
        TimeForm.ISO,
        TimeForm.ISO_OFFSET,
        TimeForm.ISO_UTC,
    }
