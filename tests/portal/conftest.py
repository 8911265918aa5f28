"""Which rows do tests find that ask every route of the customers' side?"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.browser.scene import fill


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Filled once: each test's own transaction begins on top of it and takes back what the test did."""
    with ExitStack() as around:
        with django_db_blocker.unblock():
            around.enter_context(transaction.atomic())
            fill(timezone.now())  # noqa: TID251 - the views under test read the real clock
        yield
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            around.close()
