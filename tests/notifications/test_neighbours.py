"""What has a letter to bear of those that leave before it: nothing of their faults, and no doubt (P1, notices 4)?"""

from datetime import timedelta
from types import SimpleNamespace

import psycopg
import pytest

from config.services.mail_sink import MailSink
from notifications.api import deliver_due
from notifications.channels.contract import Accepted, Answer, Payload, Temporary
from notifications.channels.registry import OUTLETS
from notifications.models import Attempt, Delivery, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DeliveryStatus
from notifications.services import payloads, send
from notifications.services.claim import claim_ready
from notifications.services.due_letters import Letter
from notifications.services.figures import FiguresBook
from notifications.services.letter_texts import Key, Shared, SharedLetters
from notifications.services.pile import HALF
from notifications.services.plan_book import PlanBook
from notifications.services.ready import Round
from notifications.services.release import release_due
from tests.chaos.noon import NOW
from tests.chaos.scenes import reminders

LEASE = timedelta(seconds=30)
_SENDING = "SELECT count(*) FROM notifications_delivery WHERE status = 'sending'"


def by_mail(*counts: int) -> None:
    for count in counts:
        reminders(count)
    Touchpoint.objects.exclude(channel="email").delete()


def test_a_fault_of_one_that_leaves_is_said_aloud_and_holds_no_other(
    live_db: SimpleNamespace, mail: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of the other plan are made while the first half is on record."""
    by_mail(HALF, HALF)
    first: list[int] = []

    def payload_of(letter: Letter, *args: object, **named: object) -> Payload:
        if letter.id in (first or [letter.id]):
            first.append(letter.id)
            raise RuntimeError("a fault of its own")
        return payloads.payload_of(letter, *args, **named)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(send, "payload_of", payload_of)
    with pytest.raises(RuntimeError, match="of its own"):
        deliver_due(now=NOW)
    others = Delivery.objects.exclude(pk__in=first)
    assert set(others.values_list("status", "failures", "hold_reason")) == {(DeliveryStatus.READY, 0, "")}


def test_while_the_mail_server_is_away_nothing_stays_on_record_for_the_sake_of_words(
    live_db: SimpleNamespace, mail: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_mail(2 * HALF, HALF)
    release_due(now=NOW)
    claims = claim_ready(now=NOW, count=3 * HALF, lease_for=LEASE)
    asked: list[Payload] = []
    found: list[object] = []
    usual = SharedLetters._made

    def answer(_outlet: object, payload: Payload, *, timeout_s: float) -> Answer:
        asked.append(payload)
        return Accepted() if len(asked) < 3 else Temporary("421", "away", is_everybodys=True)

    with psycopg.connect(live_db.environ["DATABASE_URL"], autocommit=True) as database:

        def made(self: SharedLetters, letter: Letter, key: Key) -> Shared:
            self.before_reading()
            found.append((database.execute(_SENDING).fetchone() or (0,))[0])
            return usual(self, letter, key)

        monkeypatch.setattr(type(OUTLETS[Channel.EMAIL]), "send", answer)
        monkeypatch.setattr(SharedLetters, "_made", made)
        send.deliver_claimed(claims, Round(now=NOW, book=PlanBook(FiguresBook(NOW)), lease_for=LEASE))
    assert len(asked) == 3
    assert set(found) == {0}
    assert not Attempt.objects.filter(outcome="open").exists()
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.ACCEPTED, DeliveryStatus.READY}
