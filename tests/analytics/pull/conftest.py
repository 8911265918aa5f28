"""The customer whose warehouse the tests of this folder pull from."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.analytics.pull.customers import Customer, a_customer


@pytest.fixture
def customer(services: SimpleNamespace) -> Iterator[Customer]:
    with a_customer(services.environ["DATABASE_OWNER_URL"]) as found:
        yield found
