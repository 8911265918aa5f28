"""How does a worker's database become as new as its template again, without being copied for every test?

Rows are deleted where there are any, which takes a tenth of a copy. A test that changed tables, rights or what the
template brings, or that left much behind, gets a new copy.
"""

import time
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

BROUGHT = ("django_migrations", "django_content_type", "auth_permission")  # rows that schema migrations make
GROWN = 32 << 20  # bytes; deleted rows still take their place
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
OTHERS = sql.SQL(
    " FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
DRAWN = """
SELECT md5(string_agg(each, ' ' ORDER BY each)) FROM (
    SELECT concat_ws(' ', oid, relname, relnatts, relhastriggers, relrowsecurity, relforcerowsecurity, relacl)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', oid, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', oid, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', oid, polname, polroles) FROM pg_policy
) AS found (each)"""
FROM_ONE = """
SELECT setval(format('%%I.%%I', schemaname, sequencename), start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL AND NOT sequencename = ANY(%s)"""


@dataclass(slots=True)
class FreshDatabase:
    """`url` is the owner's, who may do everything in the private cluster of a run."""

    url: str
    template: str
    _drawn: str = field(default="", init=False)
    _size: int = field(default=0, init=False)
    _brought: tuple[int, ...] = field(default=(), init=False)

    def renew(self) -> None:
        if not (self._drawn and self._emptied()):
            self._copied()

    def _copied(self) -> None:
        name = self.url.rpartition("?")[0].rpartition("/")[2]
        with psycopg.connect(self.url.replace(f"/{name}?", "/postgres?"), autocommit=True) as connection:
            own, template = sql.Identifier(name), sql.Identifier(self.template)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(own))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(own, template))
        with psycopg.connect(self.url, autocommit=True) as connection:
            self._drawn, self._size, self._brought = _drawn(connection), _size(connection), _counts(connection)

    def _emptied(self) -> bool:
        """False where emptying is not enough."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            end_others(connection)
            if _drawn(connection) != self._drawn or _size(connection) > self._size + GROWN:
                return False
            filled = sorted(_filled(connection) - set(BROUGHT))
            with connection.transaction():
                connection.execute("SET LOCAL session_replication_role = replica")  # nothing is asked of relations
                for each in filled:
                    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(each)))
            connection.execute(FROM_ONE, [[f"{each}_id_seq" for each in BROUGHT]])
            return _counts(connection) == self._brought


def end_others(connection: psycopg.Connection) -> None:
    """What a test left connected, with its locks."""
    ended = connection.execute(sql.SQL("SELECT pg_terminate_backend(pid)") + OTHERS).rowcount
    while ended and connection.execute(sql.SQL("SELECT") + OTHERS).rowcount:
        time.sleep(0.005)


def _filled(connection: psycopg.Connection) -> set[str]:
    tables = [name for (name,) in connection.execute(TABLES)]
    asked = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(each), sql.Identifier(each))
        for each in tables
    ]
    return {name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(asked))}


def _drawn(connection: psycopg.Connection) -> str:
    return str(_one(connection, sql.SQL(DRAWN)))


def _size(connection: psycopg.Connection) -> int:
    return int(str(_one(connection, sql.SQL("SELECT pg_database_size(current_database())"))))


def _counts(connection: psycopg.Connection) -> tuple[int, ...]:
    asked = (sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(each)) for each in BROUGHT)
    return tuple(int(str(_one(connection, each))) for each in asked)


def _one(connection: psycopg.Connection, query: sql.SQL | sql.Composed) -> object:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]
