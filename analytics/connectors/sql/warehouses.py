"""How is a customer's warehouse asked, without a right to write and without holding its answer in memory?

The password comes from the environment with the rest of the address; what is shown or kept is `location_of` it.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from analytics.connectors.sql.clickhouse import LOCATED as CLICKHOUSE
from analytics.connectors.sql.clickhouse import ClickhouseLink
from analytics.connectors.sql.databases import SERVER, QueryFault, location_of
from analytics.connectors.sql.postgres import PostgresLink

KNOWN_TO_COMPILE = ("bigquery", "snowflake", "trino", "databricks", "spark")
Row = Sequence[object]


class Link(Protocol):
    """An open warehouse. `engine` is the folder of its SQL; all of it raises QueryFault."""

    @property
    def engine(self) -> str: ...

    @property
    def is_snapshot(self) -> bool:
        """Does everything that is asked in `one_sight` see the same rows?"""

    def columns(self, select: str) -> dict[str, bool]:
        """The columns of a query, and of each: may it be a time that does not say in which zone?"""

    def rows(self, select: str) -> Iterator[Row]:
        """A part at a time. Whole numbers may come as texts, times as texts in UTC."""

    def one_sight(self) -> AbstractContextManager[None]:
        """What is asked inside belongs together."""


@contextmanager
def warehouse_link(address: str) -> Iterator[Link]:
    """Raises QueryFault, also for a kind that is only known as SQL."""
    if address.startswith(SERVER):
        with PostgresLink.opened(address, shown=location_of(address)) as link:
            yield link
    elif address.startswith(CLICKHOUSE):
        with ClickhouseLink.opened(address) as clickhouse:
            yield clickhouse
    else:
        raise QueryFault(_unknown(address.partition("://")[0].lower()))


def _unknown(kind: str) -> str:
    if kind in KNOWN_TO_COMPILE:
        return f"for {kind} there is only the SQL, and no client of it here: see docs/customers_warehouse.md"
    return "a warehouse is named like postgresql://user:password@host/name or clickhouses://user:password@host/name"


def warehouse_location(address: str) -> str:
    """The address without user and password: it may be shown and kept. Raises QueryFault."""
    if address.startswith(CLICKHOUSE):
        return ClickhouseLink.location(address)
    if not address.startswith(SERVER):
        raise QueryFault(_unknown(address.partition("://")[0].lower()))
    return location_of(address)
