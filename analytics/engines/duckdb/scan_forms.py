"""How does DuckDB read a file of each form as text cells, without a guess of its own?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.engines.duckdb.scan_columns import Cell, literal
from analytics.engines.duckdb.session import file_list
from analytics.rules.scan_plan import CsvForm, JsonForm, ParquetForm, Place, ScanPlan, TimeForm

_LONGEST_LINE = 1_048_576
_NO_CELL = "\x01"  # separates nothing: lines that hold it are not good
# No number that DuckDB shows longer than it may have been written (1e3 as 1000.0).
_JSON_BARE = r"[0-9]{1,17}|[1-9][0-9]{0,8}\.[0-9]{0,5}[1-9]|0\.0?[1-9][0-9]{0,4}|true|false"
TIMES = {
    "TIMESTAMP WITH TIME ZONE": "make_timestamp(epoch_us({}))",
    "TIMESTAMP": "{}",
    "TIMESTAMP_NS": "{}::TIMESTAMP",
    "TIMESTAMP_MS": "{}::TIMESTAMP",
    "TIMESTAMP_S": "{}::TIMESTAMP",
}


@dataclass(frozen=True, slots=True)
class Scan:
    """`relation` gives the cells; `also_good` is what must hold of a row besides its fields."""

    relation: str
    cell: Cell
    also_good: tuple[str, ...] = ()


def cells_of(plan: ScanPlan) -> Scan:
    """The fast reading: rows that it cannot split are missing from it."""
    if isinstance(plan.form, CsvForm):
        return _csv(plan, plan.form)
    return numbered_cells_of(plan)


def numbered_cells_of(plan: ScanPlan) -> Scan:
    """Every row with `number`: the line that it stands on, without the header, from one."""
    if isinstance(plan.form, ParquetForm):
        return _parquet(plan, plan.form)
    if isinstance(plan.form, JsonForm):
        return _json(plan, plan.form)
    return _csv_lines(plan, plan.form)


def _csv(plan: ScanPlan, form: CsvForm) -> Scan:
    names = [f"c{number}" for number in range(form.width)]
    relation = _read_csv(plan, names, delimiter=form.delimiter, quote='"', header=True)
    also = [f"NOT coalesce(contains({name}, '\"'), false)" for name in names] if form.has_quotes else []
    return Scan(relation, lambda at: f"c{at}", tuple(also))


def _csv_lines(plan: ScanPlan, form: CsvForm) -> Scan:
    """The same cells, split from numbered lines; of quoted lines only those whose every cell is quoted."""
    lines = _lines(plan, header=True)
    delimiter = literal(form.delimiter)
    split = f"string_split(line, {delimiter})"
    also = [f"len(cells) = {form.width}"]
    if form.has_quotes:
        inner = f"string_split(line[2:-2], {literal(chr(34) + form.delimiter + chr(34))})"
        split = f"CASE WHEN line[1] = '\"' AND line[-1] = '\"' THEN {inner} ELSE {split} END"
        also.append("NOT contains(array_to_string(cells, ''), '\"')")
    relation = f"(SELECT number, line, {split} AS cells FROM {lines})"  # noqa: S608  (quoted by us)
    return Scan(relation, lambda at: f"cells[{int(at) + 1}]", tuple(also))


def _json(plan: ScanPlan, form: JsonForm) -> Scan:
    """DuckDB's parser forgives more than ours and takes a number for a text.

    But a line that is exactly as long as its values and the least that must stand around them has no room for a
    second value of a key, a comment, a trailing comma; nor for quotes where a value should have none.
    """
    shape = literal("{" + ", ".join(f'"{key}": "VARCHAR"' for key in form.keys) + "}")
    relation = (
        f"(SELECT number, line, TRY(json_transform(line, {shape})) AS found"  # noqa: S608  (quoted by us)
        f" FROM {_lines(plan, header=False)})"
    )
    pairs = " + ".join(_length_of_pair(form, key) for key in form.keys)
    checks = [f"strlen(line) = {2 - len(form.comma)} + {pairs}"]
    checks += [_is_as_quoted(form, key) for key in form.keys if not _is_iso(plan, key)]
    return Scan(relation, lambda at: f'found."{at}"', tuple(checks))


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


def _parquet(plan: ScanPlan, form: ParquetForm) -> Scan:
    file = _read_parquet(Path(plan.path))
    relation = f"(SELECT *, file_row_number + 1 AS number FROM {file})"  # noqa: S608  (a path, quoted by us)

    def cell(at: int | str) -> str:
        quoted = '"' + str(at).replace('"', '""') + '"'
        kind = form.types[str(at)]
        if kind in TIMES and plan.time is TimeForm.TYPED:
            return TIMES[kind].format(quoted)
        if kind == "FLOAT":  # Python knows no other float than a double
            return f"{quoted}::DOUBLE::VARCHAR"
        return quoted if kind == "VARCHAR" else f"{quoted}::VARCHAR"

    return Scan(relation, cell)


def _read_parquet(path: Path) -> str:
    return f"read_parquet({literal(file_list([path])[0])}, file_row_number = true)"


def _lines(plan: ScanPlan, *, header: bool) -> str:
    relation = _read_csv(plan, ["line"], delimiter=_NO_CELL, quote="", header=header)
    return f"(SELECT row_number() OVER () AS number, line FROM {relation})"  # noqa: S608  (quoted by us)


def _read_csv(plan: ScanPlan, names: Sequence[str], *, delimiter: str, quote: str, header: bool) -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    newline = {"\n": "\\n", "\r\n": "\\r\\n"}[plan.newline]
    path = literal(file_list([Path(plan.path)])[0])
    return (
        f"read_csv({path}, auto_detect = false, header = {header}, encoding = 'utf-8',"
        f" delim = {literal(delimiter)}, quote = '{quote}', escape = '{quote}', nullstr = '', new_line = '{newline}',"
        f" columns = {{{columns}}}, max_line_size = {_LONGEST_LINE}, ignore_errors = true, strict_mode = true)"
    )
