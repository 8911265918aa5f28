"""A customer's warehouse: a PostgreSQL database of its own, whose reader may only read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from analytics.rules.activity import ActivityEvent
from analytics.rules.field_map import Column, FieldMap
from analytics.rules.pull_report import PullReport
from analytics.services.pull_activity import pull_activity
from analytics.services.pull_table import CustomersWarehouse
from lifecycle.rules.actors import Actor
from tests.fresh_database import end_others

ACTOR = Actor.system("test")
NOW = datetime(2026, 4, 12, 12, tzinfo=UTC)
COLUMNS = "at timestamptz, org text, who text, feature text, act text, amount numeric, uid text"
MAP = FieldMap(
    {
        "occurred_at": Column("at"),
        "account": Column("org"),
        "user": Column("who"),
        "module": Column("feature"),
        "action": Column("act"),
        "quantity": Column("amount"),
        "event_id": Column("uid"),
    }
)
Row = tuple[object, ...]


class Customer:
    """`address` may read `shop.uses`; `connection` is the customer's own and may change it."""

    def __init__(self, connection: psycopg.Connection[Row], address: str) -> None:
        self.connection = connection
        self.address = address

    def add(self, rows: Sequence[Row]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany("INSERT INTO shop.uses VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)

    def run(self, text: str) -> None:
        self.connection.execute(sql.SQL(text))

    def warehouse(self, **more: object) -> CustomersWarehouse:
        given: dict[str, object] = {
            "address": self.address,
            "table": "shop.uses",
            "source": "lake",
            "field_map": MAP,
            **more,
        }
        return CustomersWarehouse(**given)  # type: ignore[arg-type]  # by name


def row_of(event: ActivityEvent) -> Row:
    amount = event.quantity if event.quantity != Decimal(1) else None
    return event.occurred_at, event.account, event.user, event.module, event.action or None, amount, event.event_id


@contextmanager
def customers_database(owner: str) -> Iterator[str]:
    """Its address, for all tests of a worker: making one takes longer than most tests. `owner` may make databases."""
    found = urlsplit(owner)
    name = f"customer{found.path.strip('/')}"
    own = sql.Identifier(name)
    with psycopg.connect(urlunsplit(found._replace(path="/postgres")), autocommit=True) as cluster:
        cluster.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(own))
        cluster.execute(sql.SQL("CREATE DATABASE {}").format(own))
        try:
            yield urlunsplit(found._replace(path=f"/{name}"))
        finally:
            cluster.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(own))


@contextmanager
def a_customer(address: str) -> Iterator[Customer]:
    """Nothing is there of the test before: neither what it made nor whoever it left connected, with his locks."""
    with psycopg.connect(address, autocommit=True) as connection:
        end_others(connection)
        connection.execute("DROP SCHEMA IF EXISTS shop, public CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("CREATE SCHEMA shop")
        connection.execute(sql.SQL("CREATE TABLE shop.uses ({})").format(sql.SQL(COLUMNS)))
        yield Customer(connection, address)


def pull(
    customer: Customer,
    *,
    now: datetime = NOW,
    since: date | None = None,
    again: bool = False,
    accept_empty: bool = False,
    **more: object,
) -> PullReport:
    """`more`: of the warehouse, like its table."""
    warehouse = customer.warehouse(**more)
    return pull_activity(warehouse=warehouse, actor=ACTOR, now=now, since=since, again=again, accept_empty=accept_empty)
