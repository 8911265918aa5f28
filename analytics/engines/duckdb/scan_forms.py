"""How does DuckDB read a file of each form as text cells, without a guess of its own?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.engines.duckdb.scan_columns import Cell, literal
from analytics.engines.duckdb.scan_json import (
    LONGEST_LINE,
    found_by_key,
    parsed,
    read_exactly,
    rewritten,
    says_what_it_says,
)
from analytics.engines.duckdb.session import file_list
from analytics.rules.scan_plan import CsvForm, JsonForm, ParquetForm, Place, ScanPlan, TimeForm

_WIDEST = 16  # cells of a line that are all read so that it can be noted; more would cost as much as a second reading
_NO_CELL = "\x01"  # separates nothing and is no cell: files that hold it are not read so
TIMES = {
    "TIMESTAMP WITH TIME ZONE": "make_timestamp(epoch_us({}))",
    "TIMESTAMP": "{}",
    "TIMESTAMP_NS": "{}::TIMESTAMP",
    "TIMESTAMP_MS": "{}::TIMESTAMP",
    "TIMESTAMP_S": "{}::TIMESTAMP",
}


@dataclass(frozen=True, slots=True)
class Scan:
    """`relation` gives the cells; `also_good` is what must hold of a row besides its fields.

    `mark` says which row it is: by its number, else by its line, NULL where that is not known.
    """

    relation: str
    cell: Cell
    also_good: tuple[str, ...] = ()
    mark: str = "NULL"


def cells_of(plan: ScanPlan) -> Scan:
    """The fast reading: rows that it cannot split are missing from it."""
    if isinstance(plan.form, CsvForm):
        return _csv(plan, plan.form)
    if isinstance(plan.form, JsonForm) and plan.form.is_exact:
        return _exact_json(plan, plan.form)
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
    can_be_noted = form.width <= _WIDEST and not form.has_quotes
    cells = ", ".join(f"coalesce({name}, '')" for name in names)
    mark = f"concat_ws({literal(form.delimiter)}, {cells})" if can_be_noted else "NULL"
    return Scan(relation, lambda at: f"c{at}", tuple(also), mark)


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
    relation = parsed(form, _lines(plan, header=False))
    return Scan(relation, found_by_key, tuple(says_what_it_says(plan, form)), "line")


def _exact_json(plan: ScanPlan, form: JsonForm) -> Scan:
    """Only good if each line has all keys, which the one who reads must see."""
    alias = {key: f"c{place}" for place, key in enumerate(form.keys)}

    def cell(at: int | str) -> str:
        return alias[str(at)]

    has_all = tuple(f"{cell(key)} IS NOT NULL" for key in form.keys)
    mark = f"if({' AND '.join(has_all)}, {rewritten(form, cell)}, NULL)"
    return Scan(_renamed(alias, read_exactly(plan, form)), cell, has_all, mark)


def _parquet(plan: ScanPlan, form: ParquetForm) -> Scan:
    places = dict.fromkeys(str(each.at) for each in plan.fields.values() if isinstance(each, Place))
    alias = {name: f"c{place}" for place, name in enumerate(places)}
    relation = _renamed(alias, _read_parquet(Path(plan.path)), "file_row_number + 1 AS number")

    def cell(at: int | str) -> str:
        found, kind = alias[str(at)], form.types[str(at)]
        if kind in TIMES and plan.time is TimeForm.TYPED:
            return TIMES[kind].format(found)
        if kind == "FLOAT":  # Python knows no other float than a double
            return f"{found}::DOUBLE::VARCHAR"
        return found if kind == "VARCHAR" else f"{found}::VARCHAR"

    return Scan(relation, cell, mark="number::VARCHAR")


def _renamed(alias: Mapping[str, str], relation: str, *more: str) -> str:
    """Whatever names a file gives to its columns, none of them stands for one of ours."""
    columns = [f'"{name.replace(chr(34), chr(34) * 2)}" AS {ours}' for name, ours in alias.items()]
    return f"(SELECT {', '.join([*columns, *more])} FROM {relation})"  # noqa: S608  (quoted here)


def _read_parquet(path: Path) -> str:
    return f"read_parquet({literal(file_list([path])[0])}, file_row_number = true)"


def _lines(plan: ScanPlan, *, header: bool) -> str:
    relation = _read_csv(plan, ["line"], delimiter=_NO_CELL, quote="", header=header)
    return f"(SELECT row_number() OVER () AS number, line FROM {relation})"  # noqa: S608  (quoted by us)


def _read_csv(plan: ScanPlan, names: Sequence[str], *, delimiter: str, quote: str, header: bool) -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    newline = " new_line = '\\n'," if plan.newline == "\n" else ""  # told of the other end, it finds no line
    path = literal(file_list([Path(plan.path)])[0])
    nothing = "" if delimiter == _NO_CELL else _NO_CELL  # one cell too many is forgiven where it says nothing
    return (
        f"read_csv({path}, auto_detect = false, header = {header}, encoding = 'utf-8',"
        f" delim = {literal(delimiter)}, quote = '{quote}', escape = '{quote}', nullstr = {literal(nothing)},{newline}"
        f" columns = {{{columns}}}, max_line_size = {LONGEST_LINE}, ignore_errors = true, strict_mode = true)"
    )
