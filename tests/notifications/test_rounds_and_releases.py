"""What does a round with nothing to do ask, and does the one statement of the release decide as the rules do (A12)?"""

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.services.mail_sink import MailSink
from lifecycle.models import Account, Contact
from notifications.api import deliver_due
from notifications.models import Delivery, Touchpoint
from notifications.rules.addresses import address_norm
from notifications.rules.statuses import NOBODY, DeliveryStatus
from notifications.services.attempts import Opening
from notifications.services.claim_sql import BY_AGE, IN_TURN, OF_DOMAIN
from notifications.services.ledger_sql import ACCEPT, FIRST, MORE, OPEN
from notifications.services.release import release_due
from notifications.services.render import Rendered
from notifications.services.waiting import look
from notifications.services.words import language_of
from tests.cast import NOON, corner_shop
from tests.notifications.scenes import announced
from tests.notifications.test_when_delivery_fails import first_mail

pytestmark = pytest.mark.django_db
# address as written, language as written
PEOPLE = (
    ("shop@corner.example", ""),
    ("Shop+sunsets@Corner.example", "ru-RU"),
    ("two+plus+signs@corner.example", " ZH_CN "),
    ("+@corner.example", "zh-Hans"),
    ("лавка@магазин.example", "fr"),
    ("first@corner.example.", "en-GB"),
    ("o'neil@corner.example", "ru"),
    ("x@y@corner.example", "xx"),
)
MANY_READY = """
INSERT INTO notifications_delivery (
    uuid, touchpoint_id, account_id, channel, round, address, address_norm, locale, message_id, provider_ref, subject,
    body_text, body_html, body_sha, status, hold_reason, detail, failures, not_before, created_at)
SELECT gen_random_uuid(), t.id, t.account_id, 'email', 0, n || '@y.example', n || '@y.example', 'en', '<' || n || '@y>',
    '', '', '', '', '', 'ready', '', '', 0, %s, %s
FROM notifications_touchpoint t, generate_series(1, 2000) n WHERE t.id = %s
"""


def an_account(key: str) -> Account:
    return Account.objects.create(key=key, name=key, tier="standard", language="ru", created_at=NOON)


def test_a_round_with_nothing_to_do_asks_one_question_and_a_small_one_few(mail: MailSink) -> None:
    """Besides the prepared look, which is one statement, nothing is asked; what was sent is not looked at again."""
    announced(corner_shop())
    now = first_mail().due_at
    assert not look(now=now - timedelta(days=9)).is_any
    deliver_due(now=now)
    assert len(mail.messages) == 1
    with CaptureQueriesContext(connection) as asked:
        deliver_due(now=now + timedelta(minutes=1))
    assert [each["sql"] for each in asked] == []


def test_a_look_tells_each_kind_of_work_apart() -> None:
    announced(corner_shop())
    now = first_mail().due_at
    assert look(now=now).planned
    release_due(now=now)
    rows = Delivery.objects.filter(touchpoint=first_mail())
    assert look(now=now) == (released := look(now=now))
    assert (released.planned, released.unsent, released.held, released.is_more) == (False, True, False, False)
    rows.update(status=DeliveryStatus.HELD, hold_reason="paused")
    assert look(now=now).held
    rows.update(hold_reason="error", not_before=now + timedelta(hours=1))
    assert not look(now=now).held
    assert look(now=now + timedelta(hours=1)).held
    Touchpoint.objects.filter(pk=first_mail().pk).update(status="released", reason=NOBODY)
    assert look(now=now).found
    Contact.objects.update(is_active=False)
    assert not look(now=now).found


def test_one_statement_releases_as_the_rules_of_address_language_and_person_say() -> None:
    """Whatever the statement does not fold as the rule does, it leaves to the rule; a second release makes none."""
    accounts = [an_account(f"shop-{number}") for number in range(len(PEOPLE))]
    for account, (email, language) in zip(accounts, PEOPLE, strict=True):
        Contact.objects.create(account=account, email="b@x.example", email_norm="b@x.example", role="billing")
        Contact.objects.create(account=account, email=email, email_norm=email, role="admin", language=language)
        Contact.objects.create(account=account, email="a@x.example", email_norm="a@x.example", role="admin")
    announced(*accounts)
    now = max(Touchpoint.objects.filter(channel="email", step=first_mail().step).values_list("due_at", flat=True))
    now = now.replace(hour=11, minute=45)
    release_due(now=now)
    made = Delivery.objects.filter(touchpoint__step=first_mail().step)
    found = {row.account_id: (row.address, row.address_norm, row.locale) for row in made}
    for account, (email, language) in zip(accounts, PEOPLE, strict=True):
        assert found[account.pk] == (email, address_norm(email), language_of(language, account.language))
    assert made.count() == len(PEOPLE)
    Touchpoint.objects.filter(step=first_mail().step).update(status="planned")
    assert release_due(now=now) == 0
    assert made.count() == len(PEOPLE)


def test_every_way_to_claim_keeps_to_its_index_in_a_table_that_nobody_analyzed() -> None:
    """notices case 40"""
    announced(corner_shop())
    asked: dict[str, Any] = {
        "now": NOON,
        "lease_for": timedelta(seconds=30),
        "token": "0" * 32,
        "count": 20,
        "after": 0,
    }
    asked |= {"mail": True, "slowed": [""], "domain": "x.example"}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(MANY_READY, [NOON, NOON, first_mail().pk])
        for name, statement in (("in turn", IN_TURN), ("by age", BY_AGE), ("of domain", OF_DOMAIN)):
            cursor.execute(f"EXPLAIN {statement}", asked)
            found[name] = "\n".join(row[0] for row in cursor.fetchall())
    assert not [name for name, plan in found.items() if "Seq Scan on notifications_delivery" in plan]
    assert "delivery_ready_of_account" in found["in turn"]
    assert "using delivery_ready on" in found["by age"]
    assert "Sort" not in found["of domain"]


@pytest.mark.parametrize("count", [1, 20])
def test_to_open_and_to_mark_goes_by_key_in_a_table_that_nobody_analyzed(count: int) -> None:
    """notices case 40, planned as the product plans: the statement is kept while the table grows."""
    announced(corner_shop())
    now, token = first_mail().due_at, UUID(int=1)
    texts = Opening(1, Rendered("s", "t", "h"), {}).columns * count
    marks = ("{1,2}", '{"",""}', now)
    opening = OPEN.format(given=FIRST + MORE * (count - 1))
    asked: tuple[tuple[str, list[Any]], ...] = (
        (opening, [*texts, *marks, timedelta(seconds=9), token, now, now, "smtp", now, now]),
        (ACCEPT, [*marks, token, now, now]),
    )
    with connection.cursor() as cursor:
        cursor.execute(MANY_READY, [NOON, NOON, first_mail().pk])
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql, values in asked:
            cursor.execute(f"EXPLAIN {sql}", values)
            plan = [row[0].strip(" ->") for row in cursor.fetchall()]
            scans = [below for line, below in pairwise(plan) if " Scan" in line and " on notifications_" in line]
            assert scans
            assert all(each.startswith(("Index Cond:", "Recheck Cond:")) for each in scans), plan
