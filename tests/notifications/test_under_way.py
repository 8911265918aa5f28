"""What is true of a statement that the database works on while this program does something else (P1, notices 40)?"""

import os
import signal
import time
from types import FrameType, SimpleNamespace

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from notifications.models import Touchpoint
from notifications.services.prepared import rows_of, statement
from notifications.services.under_way import UnderWay

_SLOWLY = "SELECT %s::int FROM pg_sleep(0.3)"


def sent(sql: str, params: list[object]) -> UnderWay:
    asked = statement(sql, params)
    asked.send()
    return asked


def test_something_else_is_done_meanwhile_and_what_django_asks_waits(live_db: SimpleNamespace) -> None:
    rows_of(_SLOWLY, [1])
    began = time.monotonic()
    slow = sent(_SLOWLY, [7])
    assert time.monotonic() - began < 0.25
    with connection.cursor() as cursor:
        cursor.execute("SELECT 5")
        assert cursor.fetchone() == (5,)
    assert time.monotonic() - began >= 0.3
    assert [slow.rows(), slow.rows()] == [[(7,)], [(7,)]]
    sent(_SLOWLY, [8])
    assert rows_of(_SLOWLY, [9]) == [(9,)]


def test_what_fails_says_so_to_whoever_asks_for_its_rows(live_db: SimpleNamespace) -> None:
    text = "SELECT 10 / %s::int"
    assert rows_of(text, [5]) == sent(text, [5]).rows() == [(2,)]
    broken = sent(text, [0])
    for _ in range(2):
        with pytest.raises(DatabaseError, match="division"):
            broken.rows()
    with pytest.raises(DatabaseError), transaction.atomic():
        sent(text, [0]).rows()
    assert sent(text, [1]).rows() == [(10,)]


def test_somebody_interrupted_in_waiting_can_wait_again(live_db: SimpleNamespace) -> None:
    class Enough(Exception):
        pass

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Enough

    before = signal.signal(signal.SIGALRM, stop)
    try:
        rows_of(_SLOWLY, [1])
        slow = sent(_SLOWLY, [3])
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(Enough):
            slow.rows()
    finally:
        signal.signal(signal.SIGALRM, before)
    assert slow.rows() == [(3,)]


def test_a_connection_that_ends_meanwhile_is_said_to_be_lost(live_db: SimpleNamespace) -> None:
    ((backend,),) = rows_of("SELECT pg_backend_pid() + 0 * %s::int", [1])
    rows_of(_SLOWLY, [1])
    slow = sent(_SLOWLY, [3])
    os.kill(backend, signal.SIGTERM)
    with pytest.raises(OperationalError):
        slow.rows()
    assert slow.is_lost


def test_after_a_rollback_it_is_prepared_again_and_once(live_db: SimpleNamespace) -> None:
    """psycopg forgets then what it prepared: each would be made ready anew, and be worked on only when waited for."""
    for _ in range(2):
        sent(_SLOWLY, [1]).rows()
    with transaction.atomic():
        Touchpoint.objects.exists()
        transaction.set_rollback(True)
    waits = []
    for number in range(3):
        slow = sent(_SLOWLY, [number])
        time.sleep(0.35)
        began = time.monotonic()
        assert slow.rows() == [(number,)]
        waits.append(time.monotonic() - began)
    assert max(waits[1:]) < 0.2
    kept = rows_of(
        "SELECT count(*) + 0 * %s::int FROM pg_prepared_statements WHERE statement LIKE '%%pg_sleep(0.3)'", [1]
    )
    assert kept == [(1,)]
    assert rows_of("SELECT current_setting('plan_cache_mode'), %s::int", [1]) == [("force_generic_plan", 1)]


def test_whose_steps_were_interrupted_left_no_answer_and_must_be_looked_up(live_db: SimpleNamespace) -> None:
    """A signal within psycopg ends its steps for good."""
    rows_of(_SLOWLY, [1])
    slow = sent(_SLOWLY, [3])
    slow._steps.close()
    for _ in range(2):
        with pytest.raises(OperationalError, match="interrupted"):
            slow.rows()
    assert slow.is_lost
    connection.close()
    assert rows_of(_SLOWLY, [4]) == [(4,)]
