"""The customer whose warehouse the tests of this folder pull from."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.analytics.pull.customers import Customer, a_customer, customers_database


@pytest.fixture(scope="session")
def customers_address(services: SimpleNamespace) -> Iterator[str]:
    with customers_database(services.environ["DATABASE_OWNER_URL"]) as address:
        yield address


@pytest.fixture
def customer(customers_address: str) -> Iterator[Customer]:
    with a_customer(customers_address) as found:
        yield found
