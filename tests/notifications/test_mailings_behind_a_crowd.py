"""A mailing that is not open yet is opened also behind a crowd: nobody waits for that, and no round ends (A12, A13)."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifecycle.models import Account, Contact, SunsetPlan
from lifecycle.rules.tiers import Tier
from notifications.api import approve_notices, ask_approval
from notifications.models import Delivery, Obligation, SendRun, Touchpoint
from notifications.services.release import Batch, release_due
from tests.cast import anna, paul
from tests.notifications.scenes import START
from tests.notifications.test_mailings import FIRST, a_big_mailing

pytestmark = pytest.mark.django_db
BATCH = Batch(together=6, one_by_one=2)
SUNDAY = START + timedelta(days=6 - START.weekday())


def crowd_and_another(crowd: int, plain: int) -> tuple[list[int], list[int]]:
    """Accounts of an approved notice: the crowd is due an hour earlier than the others, who get their second letter."""
    a_big_mailing(crowd + plain)
    accounts = list(Touchpoint.objects.order_by("id").values_list("account", flat=True))
    Account.objects.update(tier=Tier.STANDARD)
    Touchpoint.objects.filter(account__in=accounts[:crowd]).update(due_at=START - timedelta(hours=1))
    Touchpoint.objects.filter(account__in=accounts[crowd:]).update(step="off-45d.email")
    return accounts[:crowd], accounts[crowd:]


def turn(crowded: list[int], kind: str) -> datetime:
    """Into what takes a second thought each at the time that is answered."""
    rows = Touchpoint.objects.filter(account__in=crowded)
    if kind == "key":
        Account.objects.filter(pk__in=crowded).update(tier=Tier.KEY)
        approve_anew()
    elif kind == "call":
        rows.update(channel="desk_task", step="off-75d.desk_task")
    else:
        for each in rows:
            about = {"notice": each.notice, "account": each.account, "date_revision": 1}
            each.obligation = Obligation.objects.create(**about, due_date=START.date())
            each.late_until = SUNDAY.date()
            each.save()
        return SUNDAY
    return START


def approve_anew() -> None:
    """To whom and what is said changed with the accounts."""
    plan = SunsetPlan.objects.get()
    (asked,) = ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
    approve_notices(plan=plan, requests=[asked.uuid], actor=anna().actor, now=START)


def released(accounts: list[int]) -> int:
    return Delivery.objects.filter(account__in=accounts).count()


@pytest.mark.parametrize("kind", ["key", "call", "floor"])
def test_routine_of_another_mailing_leaves_beside_an_older_crowd(kind: str) -> None:
    """notices case 26"""
    crowded, plain = crowd_and_another(20, 4)
    now = turn(crowded, kind)
    with CaptureQueriesContext(connection) as asked:
        release_due(now=now, batch=BATCH)
    assert (released(plain), SendRun.objects.count()) == (4, 2)
    assert released(crowded) <= 2 * BATCH.one_by_one
    assert not opened_under_lock([each["sql"] for each in asked])
    while release_due(now=now, batch=BATCH):
        pass
    assert released(crowded + plain) == Delivery.objects.values("touchpoint").distinct().count() == 24
    assert not Touchpoint.objects.filter(run=None).exists()


def opened_under_lock(asked: list[str]) -> bool:
    """Whether a notice is waited for while contacts are locked (notices case 3)."""
    locked = [False]
    for sql in asked:
        if sql.startswith("SAVEPOINT"):
            locked.append(False)
        elif sql.startswith("RELEASE SAVEPOINT"):
            locked.pop()
        elif "SKIP LOCKED" in sql:
            locked[-1] = True
        elif "FOR NO KEY UPDATE" in sql and 'FROM "notifications_notice"' in sql and any(locked):
            return True
    return False


def test_accounts_without_a_contact_end_no_round_before_a_mailing_that_is_not_open_yet() -> None:
    crowded, plain = crowd_and_another(6, 4)
    Contact.objects.filter(account__in=crowded).update(is_active=False)
    approve_anew()
    made = []
    while more := release_due(now=START, batch=Batch(together=4, one_by_one=2)):
        made.append(more)
    assert (sum(made), released(plain)) == (4, 4)
    assert not Touchpoint.objects.filter(status="planned").exists()
