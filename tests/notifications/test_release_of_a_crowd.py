"""Contacts that each take a second thought keep nobody waiting who takes none, and nobody is lost (A8, A12)."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from lifecycle.models import Account
from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, SendRun, Touchpoint
from notifications.services.release import Batch, release_due
from tests.cast import NOON
from tests.notifications.scenes import START
from tests.notifications.test_mailings import CROWD, a_big_mailing
from tests.notifications.test_release_of_many import FRIDAY, planned

pytestmark = pytest.mark.django_db
SMALL = Batch(together=6, one_by_one=2)
SATURDAY = FRIDAY + timedelta(days=1)


def older(accounts: list[Account]) -> list[int]:
    Touchpoint.objects.filter(account__in=accounts).update(due_at=NOON - timedelta(hours=1))
    return [each.pk for each in accounts]


def released(accounts: list[int]) -> int:
    return Delivery.objects.filter(account__in=accounts).count()


def batches(now: datetime) -> list[int]:
    made = []
    while more := release_due(now=now, batch=SMALL):
        made.append(more)
    return made


@pytest.mark.parametrize("kind", ["key", "call"])
def test_routine_leaves_beside_an_older_crowd_of_key_accounts_or_calls(kind: str) -> None:
    crowd = planned(20, channel="desk_task" if kind == "call" else "email")
    if kind == "key":
        Account.objects.update(tier=Tier.KEY)
    crowded, plain = older(crowd), [each.pk for each in planned(8)]
    assert release_due(now=FRIDAY, batch=SMALL) == 6
    assert (released(crowded), released(plain)) == (2, 4)
    assert sum(batches(FRIDAY)) == 22
    assert released(crowded + plain) == Delivery.objects.values("touchpoint").distinct().count() == 28


def test_routine_leaves_beside_an_older_crowd_whose_floor_beats_quiet_hours() -> None:
    """notices case 26"""
    crowded = older(planned(20, late_until=SATURDAY.date()))
    plain = [each.pk for each in planned(8)]
    assert release_due(now=SATURDAY, batch=SMALL) == 6
    assert (released(crowded), released(plain)) == (2, 4)
    assert sum(batches(SATURDAY)) == 22
    assert released(crowded + plain) == Delivery.objects.values("touchpoint").distinct().count() == 28


def test_mailings_are_opened_as_their_contacts_come_up_and_nobody_leaves_without() -> None:
    """A13: each batch looks at its own contacts alone, and each leaves with the mailing of its moment."""
    a_big_mailing()
    for n, each in enumerate(Touchpoint.objects.order_by("id")):
        late = n >= CROWD // 2
        step = "off-45d.email" if late else each.step
        Touchpoint.objects.filter(pk=each.pk).update(step=step, due_at=START - timedelta(minutes=CROWD - n))
    read: list[int] = []

    def count(execute: Callable[..., object], sql: str, params: Any, many: bool, context: Any) -> object:
        if sql.startswith("SELECT DISTINCT") and "oldest" in sql:
            read.append(rows_read(sql, params))
        return execute(sql, params, many, context)

    opened = []
    with connection.execute_wrapper(count):
        while release_due(now=START, batch=Batch(40)):
            opened.append(SendRun.objects.count())
    assert (opened[0], opened[-1]) == (1, 2)
    assert Touchpoint.objects.filter(run=None).count() == 0
    assert Delivery.objects.count() == CROWD
    assert max(read) < 2 * 40 < CROWD, read


def rows_read(sql: str, params: Any) -> int:
    """Of the contacts, by the database's own count."""
    with connection.cursor() as cursor:
        cursor.cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        (row,) = cursor.fetchall()
    return _read(json.loads(row[0])[0]["Plan"] if isinstance(row[0], str) else row[0][0]["Plan"])


def _read(node: dict[str, Any]) -> int:
    own = node.get("Relation Name") == "notifications_touchpoint"
    rows = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] if own else 0
    return int(rows) + sum(_read(each) for each in node.get("Plans", []))
