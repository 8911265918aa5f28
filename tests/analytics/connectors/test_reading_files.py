"""A2, N23-N41, N47-N49: a file is read in its format, packing and encoding, or refused with a sentence."""

import gzip
import json
import random
from functools import partial
from pathlib import Path

import duckdb
import fsspec
import pytest
import zstandard

from analytics.connectors.files.addresses import expand
from analytics.connectors.files.raw_row import MAX_LINE, FileFault, RawRow
from analytics.connectors.files.reading import Declared, read_rows
from analytics.rules.field_map import FieldMap, read_map
from analytics.rules.reasons import Reason

packed = partial(gzip.compress, mtime=0)  # the same bytes in every worker: they name the tests
HEADER = "occurred_at,account,user,module\n"
ROW = "2026-05-01T10:00:00Z,acme,u1,reactions\n"
PLAIN = Declared(FieldMap())


def rows_of(path: Path, declared: Declared = PLAIN) -> list[RawRow]:
    return [row for address in expand([str(path)]) for row in read_rows(address, declared, scratch=path.parent)]


def written(tmp_path: Path, name: str, content: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.csv", (HEADER + ROW).encode()),
        ("bom.csv", b"\xef\xbb\xbf" + (HEADER + ROW).encode()),
        ("crlf.csv", (HEADER + ROW).replace("\n", "\r\n").encode()),
        ("mixed.csv", (HEADER.replace("\n", "\r\n") + "\r\n" + ROW).encode()),
        ("utf16.csv", (HEADER + ROW).encode("utf-16")),
        ("utf16le.csv", (HEADER + ROW).encode("utf-16-le")),
        ("utf16be.csv", (HEADER + ROW).encode("utf-16-be")),
        ("packed.csv.gz", packed((HEADER + ROW).encode())),
        ("members.csv.gz", packed(HEADER.encode()) + packed(ROW.encode())),
        ("packed.csv.zst", zstandard.compress((HEADER + ROW).encode())),
        ("frames.csv.zst", zstandard.compress(HEADER.encode()) + zstandard.compress(ROW.encode())),
        ("tabs.tsv", (HEADER + ROW).replace(",", "\t").encode()),
        ("lines.jsonl", json.dumps(dict(zip(HEADER.strip().split(","), ROW.strip().split(","), strict=True))).encode()),
    ],
)
def test_one_row_is_found_in_every_dress(tmp_path: Path, name: str, content: bytes) -> None:
    (row,) = rows_of(written(tmp_path, name, content))
    assert row.fault is None
    assert row.values["account"] == "acme"
    assert row.values["module"] == "reactions"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("workbook.csv", b"PK\x03\x04" + bytes(100), "Excel"),
        ("random.csv", random.Random(3).randbytes(20_000), "binary|header"),
        ("page.csv", "<!DOCTYPE html><html><body>Sign in</body></html>", "HTML"),
        ("page.jsonl", "  <html>", "HTML"),
        ("utf32.csv", HEADER.encode("utf-32"), "UTF-32"),
        ("wrong.csv", "a,b\n1,2\n", "lacks occurred_at, account, user, module; it has: a, b"),
        ("semicolons.csv", HEADER.replace(",", ";"), "--delimiter"),
        ("twice.csv", "occurred_at,account,user,module,user\n", "twice: user"),
        ("wide.csv", ",".join(f"c{n}" for n in range(1_001)), "1001 columns"),
        ("open.csv", HEADER + '2026-05-01T10:00:00Z,"acme,u1,reactions\n' + ROW, "line 2 is never closed"),
        ("endless.csv", HEADER + '2026-05-01T10:00:00Z,"' + "x\n" * MAX_LINE, "not closed within 1 MiB"),
        ("quote.csv", '"occurred_at', "not a CSV header"),
        ("cut.csv.gz", packed((HEADER + ROW).encode())[:-9], "cut off"),
        ("cut.csv.zst", zstandard.compress((HEADER + ROW * 9).encode())[:-3], "cut off"),
        ("bad.csv.gz", packed((HEADER + ROW).encode())[:-8] + b"12345678", "damaged"),
        ("bad.csv.zst", zstandard.compress((HEADER + ROW).encode())[:12] + b"x" * 50, "damaged|cut off"),
        ("plain.csv.gz", HEADER + ROW, "name says it is compressed"),
        ("secret.csv", packed((HEADER + ROW).encode()), "does not say"),
        ("double.csv.gz", packed(packed(HEADER.encode())), "twice"),
        ("array.jsonl", '[\n{"a": 1}\n]', "one JSON array"),
        ("cut.jsonl", '{"account": "a"}\n{"account": "b', "last line, 2, is cut off"),
        ("fake.parquet", b"PAR1 but no more", "Parquet"),
        ("data.xlsx", "x", "does not end in"),
        ("data", "x", "does not end in"),
    ],
)
def test_a_file_that_cannot_serve_is_refused_with_a_sentence(
    tmp_path: Path, name: str, content: bytes | str, sentence: str
) -> None:
    with pytest.raises(FileFault, match=sentence):
        rows_of(written(tmp_path, name, content))


@pytest.mark.parametrize("name", ["empty.csv", "empty.jsonl", "empty.parquet"])
def test_an_empty_file_holds_nothing(tmp_path: Path, name: str) -> None:
    assert rows_of(written(tmp_path, name, b"")) == []


def test_a_header_alone_holds_nothing(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, "header.csv", HEADER + "\n\n")) == []


def test_bad_lines_are_reported_where_they_stand_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        HEADER,
        ROW,
        "2026-05-01T10:00:00Z,acme\n",
        '2026-05-01T10:00:00Z,"ac"me,u1,reactions\n',
        "x" * (MAX_LINE + 5) + "\n",
        '2026-05-01T10:00:00Z,"a\nb",u1,reactions\n',
        ROW,
    ]
    found = rows_of(written(tmp_path, "some.csv", "".join(lines)))
    assert [(row.line, row.fault and row.fault.reason) for row in found] == [
        (2, None),
        (3, Reason.RAGGED),
        (4, Reason.BAD_QUOTES),
        (5, Reason.LINE_TOO_LONG),
        (6, None),
        (8, None),
    ]
    assert found[4].values["account"] == "a\nb"
    assert len(found[3].shown) == 4096


def test_bad_json_lines_are_reported_where_they_stand(tmp_path: Path) -> None:
    lines = [
        '{"a": 1}',
        "",
        "{",
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
        "[1]",
        "[" * 100_000,
        "x" * (MAX_LINE + 5),
        '{"b": 2}',
    ]
    found = rows_of(written(tmp_path, "some.jsonl", "\n".join(lines)))
    assert [(row.line, row.fault and row.fault.reason) for row in found] == [
        (1, None),
        (3, Reason.NOT_JSON),
        (4, Reason.NOT_JSON),
        (5, Reason.NOT_JSON),
        (6, Reason.NOT_AN_OBJECT),
        (7, Reason.NOT_JSON),
        (8, Reason.LINE_TOO_LONG),
        (9, None),
    ]


def test_what_is_not_utf8_keeps_its_place_and_a_declared_encoding_reads_it(tmp_path: Path) -> None:
    content = (HEADER + ROW.replace("u1", "Zoë") + ROW).encode("latin-1")
    path = written(tmp_path, "latin.csv", content)
    assert [row.values["user"] for row in rows_of(path)] == ["Zo\udceb", "u1"]
    assert rows_of(path)[0].shown.count("\\udceb") == 1
    assert rows_of(path, Declared(FieldMap(), encoding="latin-1"))[0].values["user"] == "Zoë"
    assert rows_of(written(tmp_path, "utf8.csv", HEADER + ROW), Declared(FieldMap(), encoding="utf8"))
    with pytest.raises(FileFault, match="no encoding called"):
        rows_of(path, Declared(FieldMap(), encoding="klingon"))


def test_parquet_is_read_with_typed_and_nested_columns(tmp_path: Path) -> None:
    path = tmp_path / "a [1] b.parquet"
    select = (
        "SELECT make_timestamp(1777629600000000) AT TIME ZONE 'UTC' AS ts, {'id': 'acme'} AS org, 7 AS uid,"
        " TIMESTAMP_NS '2026-05-01 10:00:00' AS naive, 1.50::DECIMAL(6,2) AS quantity"
    )
    duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    declared = Declared(
        read_map(
            {
                "occurred_at": "ts",
                "account": "$org.id",
                "user": {"column": "uid", "as": "text"},
                "module": {"const": "m"},
                "client": "naive",
            }
        )
    )
    (row,) = rows_of(path, declared)
    picked = declared.field_map.pick(row.values)
    assert str(picked["occurred_at"]) == "2026-05-01 10:00:00+00:00"
    assert str(picked["client"]) == "2026-05-01 10:00:00"
    assert (picked["account"], picked["user"], str(picked["quantity"])) == ("acme", "7", "1.50")
    assert json.loads(row.shown)["uid"] == 7
    packed = written(tmp_path, "p.parquet.zst", zstandard.compress(path.read_bytes()))
    assert [each.values for each in rows_of(packed, declared)] == [row.values]
    with pytest.raises(FileFault, match="lacks a column for occurred_at, account"):
        rows_of(path)


def test_patterns_name_files_in_order_and_each_once(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c[1].csv"):
        written(tmp_path, name, HEADER)
    found = expand([str(tmp_path / "*.csv"), str(tmp_path / "a.csv"), str(tmp_path / "c[1].csv")])
    assert [Path(address.path).name for address in found] == ["a.csv", "b.csv", "c[1].csv"]
    assert expand([f"file://{tmp_path}/a.csv"])[0].sha256() == found[0].sha256()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [("none.csv", "no such file"), ("*.none", "no such file"), (".", "is a folder"), ("gopher://x/y", "not known")],
)
def test_an_address_without_a_file_is_refused(tmp_path: Path, address: str, sentence: str) -> None:
    with pytest.raises(FileFault, match=sentence):
        expand([address if "://" in address else str(tmp_path / address)])


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "growing.csv", HEADER + ROW)
    (address,) = expand([str(path)])
    reading = read_rows(address, PLAIN, scratch=tmp_path)
    next(reading)
    with path.open("a") as more:
        more.write(ROW)
    with pytest.raises(FileFault, match="changed while it was read"):
        list(reading)


class Vault(fsspec.AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """A store that knows nobody: its own kind of error, as S3 has without a key."""

    protocol = "vault"

    def info(self, path: str, **options: object) -> dict[str, object]:
        raise RuntimeError(f"no key opens {path}")

    def isfile(self, path: str) -> bool:
        return bool(self.info(path))


def test_a_store_that_cannot_be_asked_is_a_fault_with_its_address() -> None:
    fsspec.register_implementation("vault", Vault, clobber=True)
    with pytest.raises(FileFault, match=r"vault://use\.csv: cannot be looked up"):
        expand(["vault://use.csv"])
