"""While some letters are sent others are put on record: what does a crash find at any moment (P1, notices 1 and 4)?"""

import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType, SimpleNamespace
from typing import Any

import psycopg
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

from config.services.mail_sink import Answer, MailSink
from notifications.api import deliver_due
from notifications.models import Attempt, Delivery, Touchpoint
from notifications.rules.statuses import DeliveryStatus
from notifications.services.claim import claim_ready
from notifications.services.due_letters import Letter
from notifications.services.figures import FiguresBook
from notifications.services.letter_texts import Key, Shared, SharedLetters
from notifications.services.pile import AT_ONCE, HALF
from notifications.services.plan_book import PlanBook
from notifications.services.ready import Round
from notifications.services.release import release_due
from notifications.services.send import deliver_claimed
from tests.chaos.noon import NOW
from tests.chaos.scenes import notices, reminders

_DOUBT = """
SELECT count(*) FILTER (WHERE status = 'sending'),
    count(*) FILTER (WHERE status = 'sending' AND address_norm = %(address)s AND EXISTS (
        SELECT FROM notifications_attempt a WHERE a.delivery_id = d.id AND a.outcome = 'open' AND a.body_sha <> ''))
FROM notifications_delivery d
"""
_SENDING = "SELECT count(*) FROM notifications_delivery WHERE status = 'sending'"
EACH, LEASE = 2 * AT_ONCE + HALF // 2, timedelta(seconds=30)


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


def test_nobody_waits_on_record_while_figures_are_read_or_words_are_made(
    live_db: SimpleNamespace, mail: MailSink, seen: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose worker dies over it leaves no neighbour in doubt, of which not a byte was given."""
    old, found = SharedLetters._made, []

    def made(self: SharedLetters, letter: Letter, key: Key) -> Shared:
        found.append(seen.database.execute(_SENDING).fetchone())
        return old(self, letter, key)

    monkeypatch.setattr(SharedLetters, "_made", made)
    for _ in range(2):
        notices(1, told_inside=0)
        reminders(HALF)
    Touchpoint.objects.exclude(channel="email").delete()
    deliver_due(now=NOW)
    assert len(mail.messages) == 2 + 2 * HALF
    assert len(found) == 4
    assert set(found) == {(0,)}


def test_a_worker_told_to_end_while_it_waits_for_the_record_hands_all_back(
    live_db: SimpleNamespace, mail: MailSink
) -> None:
    """The first statement of a connection is planned; somebody's lock holds it up."""
    reminders(HALF + 3)
    Touchpoint.objects.exclude(channel="email").delete()
    release_due(now=NOW)
    claims = claim_ready(now=NOW, count=HALF + 3, lease_for=LEASE)
    connection.close()

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SoftTimeLimitExceeded

    with psycopg.connect(live_db.environ["DATABASE_URL"]) as other:
        other.execute("SELECT 1 FROM notifications_delivery FOR UPDATE")
        threading.Timer(1.0, other.rollback).start()
        before = signal.signal(signal.SIGALRM, end)
        signal.setitimer(signal.ITIMER_REAL, 0.7)
        try:
            with pytest.raises(SoftTimeLimitExceeded):
                deliver_claimed(claims, Round(now=NOW, book=PlanBook(FiguresBook(NOW)), lease_for=LEASE))
        finally:
            signal.signal(signal.SIGALRM, before)
    assert not mail.messages
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.READY}
