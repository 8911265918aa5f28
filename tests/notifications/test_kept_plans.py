"""Is a plan that is kept made for a table that grows, and does making it leave nothing behind (notices case 40)?"""

import pytest
from django.db import DatabaseError, transaction

from notifications.services.prepared import rows_of

_SEEN = "SELECT current_setting('enable_seqscan'), %s::int"
pytestmark = pytest.mark.django_db


def test_only_the_first_time_tables_are_not_walked_whole() -> None:
    assert [rows_of(_SEEN, [number]) for number in (1, 2)] == [[("off", 1)], [("on", 2)]]
    named = _SEEN.replace("%s", "%(number)s")
    assert [rows_of(named, {"number": number}) for number in (1, 2)] == [[("off", 1)], [("on", 2)]]


def test_a_statement_that_fails_leaves_the_connection_as_it_was() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        rows_of("SELECT 1 / %s::int", [0])
    assert rows_of("SHOW enable_seqscan", []) == [("off",)]
    assert rows_of("SHOW enable_seqscan", []) == [("on",)]
