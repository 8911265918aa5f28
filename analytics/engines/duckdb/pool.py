"""Where does a worker's DuckDB come from? One that is idle is taken again: opening costs more than a small report."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

_LIMITS: dict[str, str | int] = {"threads": 2, "memory_limit": "1GB"}
_KEPT = 1  # an idle one holds little, but every thread of a web server may have asked
_idle: list[duckdb.DuckDBPyConnection] = []
_of_parent: list[duckdb.DuckDBPyConnection] = []  # never closed: after a fork its threads are not here to be ended


def set_limits(*, threads: int, memory: str) -> None:
    """For a process that shares the machine with others like it, before its first session."""
    _LIMITS.update(threads=threads, memory_limit=memory)


@contextmanager
def borrowed(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for one session alone: its temporary tables and variables end with it.

    `scratch` takes what does not fit into memory. Nothing is fetched from the network.
    """
    engine = _taken(scratch)
    try:
        with closing(engine.cursor()) as connection:
            yield connection
    except BaseException:
        engine.close()
        raise
    if len(_idle) < _KEPT:
        _idle.append(engine)
    else:
        engine.close()


def _taken(scratch: Path) -> duckdb.DuckDBPyConnection:
    for _ in range(_KEPT + 1):
        try:
            engine = _idle.pop()
        except IndexError:  # none, or another thread was faster
            break
        try:
            engine.execute("SET temp_directory = $folder", {"folder": str(scratch)})
        except duckdb.Error:  # it has spilled, and stays with a folder that is gone
            engine.close()
        else:
            return engine
    return _opened(scratch)


def _opened(scratch: Path) -> duckdb.DuckDBPyConnection:
    limits: dict[str, str | bool | int | float | list[str]] = {
        **_LIMITS,
        "temp_directory": str(scratch),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    return duckdb.connect(":memory:", config=limits)


def _forget() -> None:
    _of_parent.extend(_idle)
    _idle.clear()


os.register_at_fork(after_in_child=_forget)
