"""A2: an idle engine is taken again, knows nothing of whom it served, and is let go when it cannot be trusted."""

from pathlib import Path

import duckdb
import pytest

from analytics.engines.duckdb import pool
from analytics.engines.duckdb.pool import borrowed, set_limits


def test_nothing_of_a_session_is_left_for_the_next(tmp_path: Path) -> None:
    with borrowed(tmp_path) as connection:
        connection.execute("CREATE TEMP TABLE mine AS SELECT 1")
        connection.execute("SET VARIABLE secret = 'x'")
    with borrowed(tmp_path) as connection:
        assert connection.execute("SELECT getvariable('secret')").fetchall() == [(None,)]
        with pytest.raises(duckdb.CatalogException):
            connection.execute("FROM mine")


def test_two_at_once_have_an_engine_each_and_one_stays(tmp_path: Path) -> None:
    with borrowed(tmp_path) as one, borrowed(tmp_path) as other:
        one.execute("CREATE TABLE shared AS SELECT 1")
        with pytest.raises(duckdb.CatalogException):
            other.execute("FROM shared")
    assert len(pool._idle) == 1


def test_an_engine_that_has_spilled_is_not_used_with_another_folder(tmp_path: Path) -> None:
    pool._forget()
    folders = [tmp_path / "one", tmp_path / "other"]
    set_limits(threads=1, memory="40MB")
    try:
        for folder in folders:
            folder.mkdir()
            with borrowed(folder) as connection:
                connection.execute("CREATE TEMP TABLE wide AS SELECT hash(n) AS h FROM range(8000000) AS numbers (n)")
                assert list(folder.iterdir())
    finally:
        set_limits(threads=2, memory="1GB")
        pool._forget()


def test_after_an_error_the_engine_is_let_go(tmp_path: Path) -> None:
    pool._forget()
    with pytest.raises(duckdb.ParserException), borrowed(tmp_path) as connection:
        connection.execute("no SQL")
    assert pool._idle == []


def test_a_forked_worker_opens_its_own(tmp_path: Path) -> None:
    with borrowed(tmp_path):
        pass
    before = list(pool._idle)
    pool._forget()
    assert pool._idle == []
    assert before[0] in pool._of_parent
