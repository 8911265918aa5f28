"""Two senders, four releases, a connection that is cut: each message leaves once (P1, notices cases 2, 3 and 6)."""

import threading
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connections

from config.services.mail_sink import Answer, MailSink
from lifecycle.models import Account, Contact
from notifications.api import deliver_due
from notifications.models import Attempt, Delivery, Touchpoint
from notifications.rules.statuses import DeliveryStatus
from notifications.services.release import release_due
from tests.cast import NOON
from tests.notifications.scenes import announced

SHOPS = 24
CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def many_shops() -> list[Account]:
    shops = Account.objects.bulk_create(
        Account(key=f"shop-{n}", name=f"Shop {n}", created_at=NOON, csm_email="dora@sunsetter.example")
        for n in range(SHOPS)
    )
    Contact.objects.bulk_create(
        Contact(account=each, email=f"{each.key}@x.example", email_norm=f"{each.key}@x.example", role="admin")
        for each in shops
    )
    return shops


def at_once(count: int, act: Callable[[], object]) -> None:
    """In threads with connections of their own, all begun together."""
    together = threading.Barrier(count)

    def run() -> None:
        together.wait()
        try:
            act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


@pytest.mark.slow("senders with real commits, in threads")
def test_releases_and_senders_at_once_and_a_cut_connection_lose_and_double_nothing(
    live_db: SimpleNamespace, mail: MailSink
) -> None:
    announced(*many_shops())
    Touchpoint.objects.exclude(channel="email", step__contains="75d").delete()
    now = max(Touchpoint.objects.values_list("due_at", flat=True)).replace(hour=11, minute=55)
    at_once(4, lambda: release_due(now=now))
    assert Delivery.objects.count() == SHOPS
    at_once(2, lambda: deliver_due(now=now, limit=8))
    assert len(mail.messages) == 16
    cuts: list[str] = []

    def cut_once(address: str) -> Answer:
        """While a message is on its way the database forgets who we are, as at a fail-over."""
        if not cuts:
            cuts.append(address)
            with psycopg.connect(live_db.environ["DATABASE_URL"]) as other:
                other.execute(CUT)
        return Answer.KEEP

    mail.choose = cut_once
    deliver_due(now=now)
    counts = Counter(str(each.message["Message-ID"]) for each in mail.messages)
    assert set(counts.values()) == {1}
    assert len(counts) == SHOPS
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.ACCEPTED}
    assert set(Attempt.objects.values_list("n", "outcome")) == {(1, "ok")}
