"""A2: what a large text file is made of is known of all its bytes, though two threads look at half of it each."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import duckdb
import pytest

from analytics.connectors.files.look_at_bytes import Bytes, _array, look_at_bytes

LINE = b"0123456789abcde\n"
LINES = 600_000  # more than nine megabytes
PLAIN = Bytes(LINES, "\n", is_ascii=True, has_quotes=False, has_escapes=False, counted=(LINES, 0))


def looked_at(path: Path, at: int, put: bytes) -> Bytes | None:
    """At a plain file, but for the bytes that were put there."""
    content = bytearray(LINE * LINES)
    content[at : at + len(put)] = put
    path.write_bytes(content)
    return look_at_bytes(path, count=b"a[")


@pytest.mark.parametrize("at", [0, len(LINE) * LINES // 2 // len(LINE) * len(LINE), len(LINE) * (LINES - 1)])
def test_each_half_is_looked_at_as_the_whole_is(tmp_path: Path, at: int) -> None:
    path = tmp_path / "large.csv"
    assert looked_at(path, at, b"") == PLAIN
    assert looked_at(path, at, b'"\\') == replace(PLAIN, has_quotes=True, has_escapes=True)
    assert looked_at(path, at, "é[".encode()) == replace(PLAIN, is_ascii=False, counted=(LINES, 1))
    assert looked_at(path, at, b"\x02") == replace(PLAIN, is_ascii=False)
    assert looked_at(path, at, b"\0") is None
    assert looked_at(path, at, b"\r") is None


@pytest.mark.parametrize(("cut", "lines"), [(0, LINES), (1, LINES)])
def test_the_last_line_counts_with_and_without_an_end(tmp_path: Path, cut: int, lines: int) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes((LINE * LINES)[: len(LINE) * LINES - cut])
    found = look_at_bytes(path)
    assert found
    assert (found.lines, found.newline) == (lines, "\n")


def test_a_line_as_long_as_what_is_looked_at_in_one_go_is_noted_in_either_half(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    for at in (16, len(LINE) * LINES // 2):
        found = looked_at(path, at, b"x" * 600_000)
        assert found
        assert found.has_long_lines


@contextmanager
def the_shared_connection_at_work() -> Iterator[None]:
    """DuckDB has one for the whole program, and refuses it to a second thread while a first one asks it something."""
    begun, over = Event(), Event()

    def at_work() -> bool:
        begun.set()
        return over.wait(timeout=10)

    shared = duckdb.default_connection()
    shared.create_function("at_work", at_work, [], "BOOLEAN", side_effects=True)
    with ThreadPoolExecutor(1) as elsewhere:
        asked = elsewhere.submit(lambda: duckdb.execute("SELECT at_work()").fetchall())
        try:
            assert begun.wait(timeout=10)
            yield
        finally:
            over.set()
            assert asked.result() == [(True,)]
            shared.remove_function("at_work")


def test_the_first_look_of_a_program_asks_once_and_needs_no_connection_that_others_use(tmp_path: Path) -> None:
    """A2: a whole pass, with the good files in it, failed where two threads asked on one connection at once."""
    _array.cache_clear()
    with the_shared_connection_at_work():
        assert looked_at(tmp_path / "large.csv", 0, b"") == PLAIN
    assert _array.cache_info().misses == 1
