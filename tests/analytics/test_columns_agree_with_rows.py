"""A2, N7-N12, N22-N38, N47-N49: a file read by columns gives what the same file gives row by row."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from analytics.connectors.files.addresses import expand
from analytics.engines.duckdb.event_pass import event_pass
from analytics.rules.field_map import Column, FieldMap
from analytics.services.publish_import import Delivery
from analytics.services.read_part import Reader
from analytics.services.recipe import Recipe
from analytics.services.take_address import _scanned, judged_rows

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
COLUMNS = ("occurred_at", "account", "user", "module", "action", "quantity", "event_id", "client")
TIMES = [
    *["2026-05-01T10:00:00Z"] * 4,
    "2026-05-01T10:00:00.123456Z",
    "2026-05-01T10:00:00.120Z",
    "2026-05-01 10:00:00+02:30",
    "2026-05-01T23:59:59.999999-14:00",
    *["", "2026-05-01T10:00:00", "2026-05-01T24:00:00Z", "2026-05-01T10:00:60Z", "2026-02-30T10:00:00Z"],
    *["1999-12-31T23:59:59Z", "2000-01-01T00:00:00Z", "2026-06-02T12:00:00Z", "2026-06-02T12:00:00.000001Z"],
    *["0000-01-01T00:00:00Z", "0000-12-31T23:59:59.999999Z", "9999-12-31T23:59:59Z", "10000-01-01T00:00:00Z"],
    *["2026-05-01T10:00:00.Z", "2026-05-01T10:00:0.Z", "2026-05-01T10:00:00.12 Z", "2026-05-01T10:00:00.1 UTCZ"],
    *["2026-05-01T10:00:00+0200", "2026-05-01T10Z", "20260501T100000Z", " 2026-05-01T10:00:00Z", "infinity", "epoch"],
    *["2026-05-01T10:00:00.1234567Z", "2026-05-01T10:00:00,5Z", "2026-W18-5T10:00:00Z", "2026-05-01T10:00:00z"],
    *["1777629600", "1777629600000", "1777629600000000", "177762960", "-5", "1777629600.5", "20260501", "NaN", "1e9"],
]
TEXTS = [
    *["acme"] * 6,
    *[
        "",
        " ",
        "  x",
        "x ",
        "a b",
        "007",
        "NA",
        "NULL",
        "None",
        "nan",
        "1E5",
        "true",
        "null",
        "{}",
        "[1]",
        "-",
        "'",
        "=1+1",
    ],
    *[
        "Zoë",
        "Привет",
        "客户",
        "e\u0301",
        "\u200bx",
        "a\u202eb",
        "🙂",
        "x\u00a0y",
        "\ufffd",
        "a\x7fb",
        "a\x85b",
        "a\u2028b",
    ],
    *["x" * 128, "x" * 129, "é" * 128, "é" * 129, "x" * 256, "x" * 257],
]
MODULES = ["reactions", "reactions", "a.b-c_9", "", "Reactions", "x" * 64, "x" * 65, "réactions", "a b"]
AMOUNTS = [
    *["", "", "1", "2.5", "0", "0.000001", "007", "123456789.123456", "1234567890.5", "1e3", "1E-2", "-1", "+1", "1,5"],
    *["NaN", "inf", "1e308", "1000000000000", "1000000000001", "0.0000001", ".5", "5.", "１", "true", " 1"],
]
Cells = list[str]
Taken = tuple[object, ...]


def cells(chance: random.Random, usual: str = "2026-05-02T08:00:00Z") -> Cells:
    text = [chance.choice(TEXTS) if chance.random() < 0.3 else f"v{chance.randrange(9)}" for _ in range(5)]
    module = chance.choice(MODULES) if chance.random() < 0.3 else "reactions"
    time = chance.choice(TIMES) if chance.random() < 0.5 else usual
    return [time, text[0], text[1], module, text[2], chance.choice(AMOUNTS), text[3], text[4]]


def feed(chance: random.Random) -> list[Cells]:
    """Most times are written alike, and the first row is as good as any."""
    usual = chance.choice(["2026-05-02T08:00:00Z", "2026-05-02 08:00:00.5-03:00", "2026-05-02T08:00:00", "1777708800"])
    first = [usual, "acme", "u1", "reactions", "", "", "", ""]
    return [first, *(cells(chance, usual) for _ in range(chance.randrange(3, 40)))]


def as_csv(rows: list[Cells], chance: random.Random) -> bytes:
    """With what hand-made files do: quotes, ragged rows, blank lines, NULs, bytes of another encoding, line ends."""
    often = chance.choice([0.0, 0.0, 0.1, 1.0])
    lines = [",".join(_quoted(cell, often, chance) for cell in row) for row in [list(COLUMNS), *rows]]
    oddities: list[Callable[[str], str]] = [
        lambda line: line + ",more",
        lambda line: line.rpartition(",")[0],
        lambda _: "",
        lambda line: line.replace("v", 'v"', 1),
        lambda line: line.replace("v", '"v', 1),
        lambda line: '"' + line.replace(",", '","') + '"',
        lambda line: line.replace("v", '"v,', 1).replace(",", '",', 2),
        lambda line: line.replace("v", "\udcff", 1),
        lambda line: line + "\r",
    ]
    for _ in range(chance.choice([0, 0, 1, 2])):
        at = chance.randrange(1, len(lines))
        lines[at] = chance.choice(oddities)(lines[at])
    end = chance.choice(["\n", "\n", "\n", "\r\n"])
    text = end.join(lines) + chance.choice([end, ""])
    bom = chance.choice([b"", b"", b"\xef\xbb\xbf"])
    return bom + text.encode("utf-8", "surrogateescape") + chance.choice([b"", b"", b"", b"\0"])


def _quoted(cell: str, often: float, chance: random.Random) -> str:
    return f'"{cell}"' if chance.random() < often else cell


def as_json(rows: list[Cells], chance: random.Random) -> bytes:
    comma, colon = chance.choice([(",", ":"), (", ", ": ")])
    lines = [json.dumps(_object(row, chance), separators=(comma, colon), ensure_ascii=False) for row in rows]
    oddities: list[Callable[[str], str]] = [
        lambda line: line[:-1] + ",}",
        lambda line: line[:-1] + ',"user":"twice"}',
        lambda line: line[:-1] + ',"other":{"a":1,"a":2}}',
        lambda line: line[:-1] + ',"other":NaN}',
        lambda line: line[:-1] + ',"quantity":1e3}',
        lambda line: line + " // no",
        lambda line: line.replace('"v', '"\\u0076', 1),
        lambda line: line.replace('"account"', '"\\u0061ccount"', 1),
        lambda line: line[:-2],
        lambda _: "",
        lambda _: "[1]",
        lambda _: "<html>",
        lambda line: "  " + line,
        lambda line: line.replace("2", "two", 1),
        lambda line: line.replace('"v', '"\ud800', 1) if chance.random() < 0.5 else line.replace('"v1"', "1  ", 1),
    ]
    for _ in range(chance.choice([0, 0, 1, 2])):
        at = chance.randrange(len(lines))
        lines[at] = chance.choice(oddities)(lines[at])
    return ("\n".join(lines) + chance.choice(["\n", ""])).encode("utf-8", "backslashreplace")


def _object(row: Cells, chance: random.Random) -> dict[str, object]:
    found: dict[str, object] = dict(zip(COLUMNS, row, strict=True))
    if row[0].isdecimal() and chance.random() < 0.5:
        found["occurred_at"] = int(row[0])
    if chance.random() < 0.5:
        found["quantity"] = chance.choice([1, 0, 2.5, 0.001, 1e3, 1e-2, 15e-1, None, True, "2", 10**20, -1, 0.1 + 0.2])
    if chance.random() < 0.1:
        found["account"] = chance.choice([7, None, True, ["acme"], {"id": 1}, 1.0])
    for key in [key for key in found if chance.random() < 0.05]:
        del found[key]
    return found


def taken(path: Path, recipe: Recipe, *, by_columns: bool) -> tuple[bool, Taken]:
    scratch = path.parent / f"{path.name}-{by_columns}"
    scratch.mkdir()
    (address,) = expand([str(path)])
    with event_pass(scratch) as into:
        reader = Reader(1, Delivery(path.name, "0" * 64, recipe), into, scratch, now=NOW)
        doubtful = _scanned(address, reader) if by_columns else None
        judge = recipe.judge(now=NOW)
        if doubtful is None:
            reader.read(judged_rows(address, recipe, scratch, NOW))
        else:
            reader.read((row, row.fault or judge(dict(row.values))) for row in doubtful)
        kept = into.keep([1], runs=[], earlier=lambda _: [])
        files = into.session.file(*[each.path for each in kept.files])
        found = into.session.ask(f"FROM {files} ORDER BY ALL") if kept.files else []
    rejects = reader.rejects.path.read_text() if reader.rejects.count else ""
    met = kept.met.get(1)
    return doubtful is not None, (found, rejects, sorted(reader.units), reader.fault, reader.rows, met, kept.clashes)


def compared(path: Path, recipe: Recipe | None = None) -> bool:
    wanted = taken(path, recipe or Recipe(), by_columns=False)[1]
    is_plain, found = taken(path, recipe or Recipe(), by_columns=True)
    for mine, theirs in zip(found, wanted, strict=True):
        assert mine == theirs, path.read_bytes()
    return is_plain


@pytest.mark.parametrize("seed", range(4))
def test_generated_csv_reads_alike(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    plain = 0
    for number in range(6):
        rows = feed(chance)
        path = tmp_path / f"{number}.csv"
        path.write_bytes(as_csv(rows, chance))
        plain += compared(path, Recipe(assume_zone=chance.choice([None, ZoneInfo("UTC"), ZoneInfo("Europe/Berlin")])))
    assert plain, "no file was plain: nothing was compared"


@pytest.mark.parametrize("seed", range(4))
def test_generated_json_lines_read_alike(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    plain = 0
    for number in range(6):
        rows = feed(chance)
        path = tmp_path / f"{number}.jsonl"
        path.write_bytes(as_json(rows, chance))
        plain += compared(path, Recipe(FieldMap(), assume_zone=chance.choice([None, ZoneInfo("UTC")])))
    assert plain, "no file was plain: nothing was compared"


@pytest.mark.parametrize("amounts", ["VARCHAR", "DOUBLE", "FLOAT", "BIGINT", "DECIMAL(9,3)"])
def test_generated_parquet_reads_alike(tmp_path: Path, amounts: str) -> None:
    chance = random.Random(amounts)
    times = ["2026-05-01 10:00:00.123456+00", "1999-12-31 00:00:00+00", "infinity", None, "2026-06-02 12:00:00.1+00"]
    times += ["12000-01-01 00:00:00+00", "0044-03-15 (BC) 00:00:00+00", "-infinity"]
    path = tmp_path / "rows.parquet"
    with duckdb.connect(":memory:") as engine:
        texts = ", ".join(f'"{name}" VARCHAR' for name in COLUMNS if name not in {"occurred_at", "quantity"})
        engine.execute(f"CREATE TABLE rows (occurred_at TIMESTAMPTZ, {texts}, quantity {amounts})")
        values: list[str | None] = []
        for row in [cells(chance) for _ in range(60)]:
            at = chance.choice(times) if chance.random() < 0.2 else "2026-05-02 08:00:00+00"
            value = row[5] if amounts == "VARCHAR" else chance.choice(["1", "0", "2.5", "-1", "0.1", None, "99999"])
            values += [at, *row[1:5], *row[6:], value]
        engine.execute(f"INSERT INTO rows VALUES {', '.join(['(?, ?, ?, ?, ?, ?, ?, ?)'] * 60)}", values)  # noqa: S608 - ours
        engine.execute(f"COPY rows TO '{path}'")
    assert compared(path)


@pytest.mark.parametrize("far", ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1999-12-31T23:59:59Z"])
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_time_that_no_calendar_of_ours_holds_costs_its_own_row_only(tmp_path: Path, kind: str, far: str) -> None:
    usual = ["2026-05-01T10:00:00Z", "acme", "u1", "reactions", "", "", "", ""]
    rows = [usual, [far, *usual[1:]], [usual[0], "acme", "u2", *usual[3:]]]
    path = tmp_path / f"far.{kind}"
    if kind == "csv":
        path.write_text("".join(",".join(row) + "\n" for row in [list(COLUMNS), *rows]))
    else:
        path.write_text("".join(json.dumps(dict(zip(COLUMNS, row, strict=True))) + "\n" for row in rows))
    assert compared(path), "it was not plain"


@pytest.mark.parametrize("far", ["12000-01-01 00:00:00", "0044-03-15 (BC) 00:00:00", "-infinity"])
@pytest.mark.parametrize("type_of_time", ["TIMESTAMPTZ", "TIMESTAMP"])
def test_a_typed_time_beyond_the_calendar_costs_its_own_row_only(tmp_path: Path, far: str, type_of_time: str) -> None:
    path = tmp_path / "far.parquet"
    with duckdb.connect(":memory:") as engine:
        engine.execute("SET TimeZone = 'UTC'")
        times = ", ".join(f"('{at}'::{type_of_time})" for at in ("2026-05-01 10:00:00", far))
        engine.execute(
            f"COPY (SELECT moment AS occurred_at, 'acme' AS account, 'u1' AS \"user\", 'reactions' AS module"  # noqa: S608 - ours
            f" FROM (VALUES {times}) AS given (moment)) TO '{path}'"
        )
    assert compared(path, Recipe(assume_zone=ZoneInfo("UTC"))), "it was not plain"


@pytest.mark.parametrize("name", ["number", "read_time", "c0", "line", "found"])
@pytest.mark.parametrize("field", ["quantity", "other"])
def test_no_column_of_a_file_is_taken_for_one_of_ours(tmp_path: Path, name: str, field: str) -> None:
    """The rows in doubt of a Parquet file with a column `number` were looked for where they are not, and lost."""
    path = tmp_path / "rows.parquet"
    with duckdb.connect(":memory:") as engine:
        engine.execute(
            f"COPY (SELECT TIMESTAMPTZ '2026-05-01 10:00:00+00' AS occurred_at, 'acme' AS account,"  # noqa: S608 - ours
            f" 'u' || i AS \"user\", if(i % 3 = 1, 'No Module', 'reactions') AS module, 100 + i AS {name}"
            f" FROM range(20) AS t (i)) TO '{path}'"
        )
    assert compared(path, Recipe(FieldMap({field: Column(name)} if field == "quantity" else {}))), "it was not plain"


@pytest.mark.parametrize("name", ["number", "read_time", "c0", "line", "found"])
def test_no_key_of_a_json_line_is_taken_for_a_column_of_ours(tmp_path: Path, name: str) -> None:
    path = tmp_path / "rows.jsonl"
    row = {"occurred_at": "2026-05-01T10:00:00Z", "account": "acme", "user": "u1", "module": "reactions", name: "5"}
    bad = {**row, "module": "No Module"}
    path.write_text("".join(json.dumps(each, separators=(",", ":")) + "\n" for each in [row, bad, row]))
    assert compared(path, Recipe(FieldMap({"client": Column(name)}))), "it was not plain"


FORMS = ["2026-05-01T10:00:00Z", "2026-05-01T10:00:00.123Z", "2026-05-01T10:00:00.123456Z"]


@pytest.mark.parametrize("form", FORMS)
def test_times_written_almost_alike_read_alike(tmp_path: Path, form: str) -> None:
    """One character is another, is missing, or stands there twice."""
    odd = [form[:at] + put + form[at + cut :] for at in range(len(form)) for put in " 0279-/:.TZt+" for cut in (0, 1)]
    odd += [form[:at] + form[at + 1 :] for at in range(len(form))]
    odd += [first[:-1] + " Z" for first in odd] + [f" {first}" for first in odd] + [f"{first} " for first in odd]
    path = tmp_path / "times.csv"
    rows = [[at, "acme", "u1", "reactions", "", "", "", ""] for at in [form, *odd]]
    path.write_text("".join(",".join(row) + "\n" for row in [list(COLUMNS), *rows]))
    assert compared(path), "it was not plain"
