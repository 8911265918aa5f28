"""While some letters are sent others are put on record: what does a crash find at any moment (P1, notices 1 and 4)?"""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType, SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from config.services.mail_sink import Answer, MailSink
from notifications.api import deliver_due
from notifications.models import Attempt, Delivery
from notifications.rules.statuses import DeliveryStatus
from notifications.services.pile import AT_ONCE, HALF
from notifications.services.prepared import begun, rows_of
from tests.chaos.noon import NOW
from tests.chaos.scenes import notices, reminders

_DOUBT = """
SELECT count(*) FILTER (WHERE status = 'sending'),
    count(*) FILTER (WHERE status = 'sending' AND address_norm = %(address)s AND EXISTS (
        SELECT FROM notifications_attempt a WHERE a.delivery_id = d.id AND a.outcome = 'open' AND a.body_sha <> ''))
FROM notifications_delivery d
"""
_SLOWLY = "SELECT %s::int FROM pg_sleep(0.3)"
EACH = 2 * AT_ONCE + HALF // 2


@dataclass
class Looking:
    """The mail server looks, before it takes anything, at what a crash would find now."""

    database: "psycopg.Connection[Any]"
    refuses: str = ""
    doubts: list[int] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)

    def look(self, address: str) -> Answer:
        found = self.database.execute(_DOUBT, {"address": address}).fetchone() or (0, 0)
        self.doubts.append(found[0])
        if found[1] != 1:
            self.unrecorded.append(address)
        return Answer.REFUSE if self.refuses and address.endswith(self.refuses) else Answer.KEEP


@pytest.fixture
def seen(live_db: SimpleNamespace, mail: MailSink) -> Iterator[Looking]:
    with psycopg.connect(live_db.environ["DATABASE_URL"], autocommit=True) as database:
        looking = Looking(database)
        mail.choose = looking.look
        yield looking
        mail.choose = None


def test_of_letters_that_share_a_batch_no_more_than_a_batch_is_in_doubt(
    live_db: SimpleNamespace, mail: MailSink, seen: Looking
) -> None:
    reminders(EACH)
    assert deliver_due(now=NOW).attempted == 2 * EACH  # each hears of it in the product too
    assert (len(mail.messages), seen.unrecorded) == (EACH, [])
    assert HALF < max(seen.doubts) <= AT_ONCE  # one half is on record while the other is sent
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.ACCEPTED}
    assert set(Attempt.objects.values_list("n", "outcome")) == {(1, "ok")}


def test_of_letters_that_go_alone_one_is_in_doubt(live_db: SimpleNamespace, mail: MailSink, seen: Looking) -> None:
    notices(5, told_inside=0)
    assert deliver_due(now=NOW).attempted == 5
    assert (len(mail.messages), seen.unrecorded, set(seen.doubts)) == (5, [], {1})


def test_a_refusal_amidst_a_batch_is_noted_and_the_half_after_it_leaves(
    live_db: SimpleNamespace, mail: MailSink, seen: Looking
) -> None:
    reminders(EACH)
    seen.refuses = "-3@x.example"
    deliver_due(now=NOW)
    refused = Delivery.objects.exclude(status=DeliveryStatus.ACCEPTED)
    assert seen.unrecorded == []
    assert [(each.address[-12:], each.status) for each in refused] == [("-3@x.example", DeliveryStatus.HARD_BOUNCED)]
    assert len(mail.messages) == EACH - 1
    assert not Attempt.objects.filter(outcome="open").exists()


def test_something_else_is_done_meanwhile_and_what_django_asks_waits(live_db: SimpleNamespace) -> None:
    rows_of(_SLOWLY, [1])
    began = time.monotonic()
    slow = begun(_SLOWLY, [7])
    assert time.monotonic() - began < 0.25
    with connection.cursor() as cursor:
        cursor.execute("SELECT 5")
        assert cursor.fetchone() == (5,)
    assert time.monotonic() - began >= 0.3
    assert [slow.rows(), slow.rows()] == [[(7,)], [(7,)]]
    begun(_SLOWLY, [8])
    assert rows_of(_SLOWLY, [9]) == [(9,)]


def test_what_fails_says_so_to_whoever_asks_for_its_rows(live_db: SimpleNamespace) -> None:
    """A rolled-back transaction makes psycopg forget what it prepared: it is prepared again."""
    text = "SELECT 10 / %s::int"
    assert rows_of(text, [5]) == begun(text, [5]).rows() == [(2,)]
    broken = begun(text, [0])
    for _ in range(2):
        with pytest.raises(DatabaseError, match="division"):
            broken.rows()
    with pytest.raises(DatabaseError), transaction.atomic():
        begun(text, [0]).rows()
    assert begun(text, [1]).rows() == [(10,)]


def test_somebody_interrupted_in_waiting_can_wait_again(live_db: SimpleNamespace) -> None:
    class Enough(Exception):
        pass

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Enough

    before = signal.signal(signal.SIGALRM, stop)
    try:
        rows_of(_SLOWLY, [1])
        slow = begun(_SLOWLY, [3])
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(Enough):
            slow.rows()
    finally:
        signal.signal(signal.SIGALRM, before)
    assert slow.rows() == [(3,)]


def test_a_connection_that_ends_meanwhile_is_said_to_be_lost(live_db: SimpleNamespace) -> None:
    ((backend,),) = rows_of("SELECT pg_backend_pid() + 0 * %s::int", [1])
    rows_of(_SLOWLY, [1])
    slow = begun(_SLOWLY, [3])
    os.kill(backend, signal.SIGTERM)
    with pytest.raises(OperationalError):
        slow.rows()
    assert slow.is_lost
