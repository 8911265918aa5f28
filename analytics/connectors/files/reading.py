"""Which rows of activity does a file hold, whatever its format, packing and encoding?"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BufferedReader
from pathlib import Path

from analytics.connectors.files.addresses import Address
from analytics.connectors.files.compression import SUFFIXES, plain_bytes, structural_faults
from analytics.connectors.files.csv_rows import read_csv
from analytics.connectors.files.json_rows import read_json_lines
from analytics.connectors.files.parquet_rows import read_parquet
from analytics.connectors.files.raw_row import FileFault, RawRow
from analytics.connectors.files.text_lines import open_text
from analytics.rules.field_map import FieldMap


class FileFormat(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


_BY_SUFFIX = {
    ".csv": FileFormat.CSV,
    ".tsv": FileFormat.CSV,
    ".txt": FileFormat.CSV,
    ".jsonl": FileFormat.JSONL,
    ".ndjson": FileFormat.JSONL,
    ".json": FileFormat.JSONL,
    ".parquet": FileFormat.PARQUET,
    ".pq": FileFormat.PARQUET,
}


@dataclass(frozen=True, slots=True)
class Declared:
    """What the operator says about the files."""

    field_map: FieldMap
    encoding: str | None = None
    delimiter: str | None = None


def read_rows(address: Address, declared: Declared, *, scratch: Path) -> Iterator[RawRow]:
    """Rows in file order and bounded memory; `scratch` is a folder for a Parquet file that must be unpacked first.

    Raises FileFault for a fault of the file as such, also when it changed while it was read.
    """
    before = address.mark()
    yield from _rows(address, declared, scratch)
    if address.mark() != before:
        raise FileFault("it changed while it was read: send it again when it is complete")


def format_of(name: str) -> FileFormat:
    """By the ending of the name, the packing's apart."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes]
    if suffixes and suffixes[-1] in SUFFIXES:
        suffixes.pop()
    found = _BY_SUFFIX.get(suffixes[-1]) if suffixes else None
    if found is None:
        raise FileFault("its name does not end in .csv, .jsonl or .parquet (optionally .gz or .zst after that)")
    return found


def delimiter_of(name: str, declared: Declared) -> str:
    """Declared, or by the ending of the name."""
    return declared.delimiter or ("\t" if ".tsv" in name.lower() else ",")


def _rows(address: Address, declared: Declared, scratch: Path) -> Iterator[RawRow]:
    kind = format_of(address.name)
    try:
        with address.open() as stream:
            plain = plain_bytes(stream, name=address.name)
            if kind is FileFormat.PARQUET:
                yield from _parquet(address, declared, plain, scratch)
                return
            lines = open_text(plain, encoding=declared.encoding)
            if kind is FileFormat.JSONL:
                yield from read_json_lines(lines)
            else:
                yield from read_csv(lines, declared.field_map, delimiter=delimiter_of(address.name, declared))
    except OSError as problem:
        raise FileFault(f"it cannot be read: {os.strerror(problem.errno) if problem.errno else problem}") from problem


def _parquet(address: Address, declared: Declared, plain: BufferedReader, scratch: Path) -> Iterator[RawRow]:
    is_packed = any(address.name.lower().endswith(suffix) for suffix in SUFFIXES)
    if not plain.peek(1):
        return
    if address.local and not is_packed:
        yield from read_parquet(address.local, declared.field_map)
        return
    copy = scratch / "unpacked.parquet"
    with structural_faults(), copy.open("wb") as target:
        shutil.copyfileobj(plain, target)
    yield from read_parquet(copy, declared.field_map)
    copy.unlink()
