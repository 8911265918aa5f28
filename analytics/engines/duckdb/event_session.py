"""How are queries made of a file's own columns run, and their results written quickly?"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING, TypeAlias

from duckdb.func import FunctionNullHandling

from analytics.engines.duckdb.session import Session, file_list, open_session

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

Keys: TypeAlias = "NDArray[uint64]"

# Written once and read soon by the roll-up; compaction packs harder. Small groups are let go of sooner, and
# a list of different values is worth its making where it is short. Nobody looks for one value in a single file.
# The second version of the format keeps lengths apart from texts: a fifth smaller, and read at less cost.
_OPTIONS = (
    "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, ROW_GROUP_SIZE 61440, DICTIONARY_SIZE_LIMIT 1024,"
    " WRITE_BLOOM_FILTER false"
)
_MOST_NOTED = 100_000  # of more, a second reading says it in less memory
# A filter that is pushed below what it is about lets DuckDB parse each line once per field.
_SETTINGS = {"preserve_insertion_order": ("false", "true"), "disabled_optimizers": ("'filter_pushdown'", "''")}


@dataclass(frozen=True, slots=True)
class Noted:
    """What a thread of DuckDB noted; each notes in the order in which it reads."""

    thread: int
    mark: str | None


class EventSession(Session):
    """A session whose queries are put together, of parts that are quoted where they come from."""

    def tell(self, statement: str) -> None:
        self._connection.execute(statement).fetchall()

    def write(self, query: str, target: Path) -> int:
        """To a Parquet file; returns its rows."""
        quoted = str(target).replace("'", "''")
        done = self._connection.execute(f"COPY ({query}) TO '{quoted}' ({_OPTIONS})").fetchone()
        return int(done[0]) if done else 0

    def keys(self, query: str) -> Keys:
        """The only column of a query, of unsigned 64-bit numbers."""
        found = self._connection.execute(query).fetchnumpy()
        keys: Keys = next(iter(found.values()))
        return keys

    def table_of(self, name: str, keys: Keys) -> None:
        """A temporary table `name (key)`."""
        self.tell(f"CREATE OR REPLACE TEMP TABLE {name} (key UBIGINT)")
        self._connection.register("given_keys", {"key": keys})
        self._connection.execute(f"INSERT INTO {name} FROM given_keys").fetchall()
        self._connection.unregister("given_keys")

    @contextmanager
    def noting(self) -> Iterator[list[Noted]]:
        """What a query calls `left_out` with, which is never true: so one reading also says what it does not take."""
        noted: list[Noted] = []

        def left_out(mark: str | None) -> bool:
            if len(noted) < _MOST_NOTED:
                noted.append(Noted(get_ident(), mark))
            return False

        self._connection.create_function(
            "left_out", left_out, ["VARCHAR"], "BOOLEAN", null_handling=FunctionNullHandling.SPECIAL, side_effects=True
        )
        try:
            yield noted
        finally:
            self._connection.remove_function("left_out")

    @contextmanager
    def beside(self) -> Iterator["EventSession"]:
        """One of the same DuckDB for another thread; it sees no temporary table of this one."""
        with closing(self._connection.cursor()) as connection:
            yield EventSession(connection)

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """Rows are numbered as they stand in the file; otherwise threads need not wait for each other."""
        self.tell("SET preserve_insertion_order = true")
        try:
            yield
        finally:
            self.tell("SET preserve_insertion_order = false")

    @staticmethod
    def file(*paths: Path) -> str:
        """Files as a relation."""
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in file_list(paths))
        return f"read_parquet([{listed}], union_by_name = true)"


@contextmanager
def open_event_session(scratch: Path) -> Iterator[EventSession]:
    """As `open_session`."""
    with open_session(scratch) as session:
        events = EventSession(session._connection)
        for setting, (ours, _) in _SETTINGS.items():
            events.tell(f"SET {setting} = {ours}")
        try:
            yield events
        finally:  # the connection goes back to others
            for setting, (_, usual) in _SETTINGS.items():
                events.tell(f"SET {setting} = {usual}")
