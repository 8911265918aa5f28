"""What is released singly is never too much for one transaction, and all of it has its turn (A12, P1)."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifecycle.models import Account, Contact
from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, DeskTask, Touchpoint
from notifications.rules.statuses import NOBODY
from notifications.services.release import Batch, release_due
from tests.cast import NOON
from tests.notifications.test_release_of_many import FRIDAY, planned

pytestmark = pytest.mark.django_db


def key_accounts(count: int) -> list[int]:
    """They are due before all others."""
    ids = [each.pk for each in planned(count)]
    Account.objects.filter(pk__in=ids).update(tier=Tier.KEY)
    Touchpoint.objects.filter(account__in=ids).update(due_at=NOON - timedelta(days=1))
    return ids


def nobodies(count: int) -> list[int]:
    ids = [each.pk for each in planned(count)]
    Contact.objects.filter(account__in=ids).delete()
    return ids


def calls(batch: Batch) -> list[int]:
    """How much each call made, until nothing is left; every contact has one delivery then."""
    made = []
    while more := release_due(now=FRIDAY, batch=batch):
        made.append(more)
    assert not Touchpoint.objects.filter(status="planned").exists()
    of_each = list(Delivery.objects.values_list("touchpoint", flat=True))
    assert len(of_each) == len(set(of_each)) == Touchpoint.objects.count()
    return made


def test_a_transaction_takes_only_so_many_key_accounts_and_all_others_of_its_batch() -> None:
    key_accounts(7)
    planned(4)
    assert calls(Batch(together=20, one_by_one=3)) == [7, 3, 1]


def test_behind_more_key_accounts_than_a_batch_holds_the_others_have_their_turn() -> None:
    key = key_accounts(8)
    planned(5, channel="desk_task")
    planned(3)
    assert release_due(now=FRIDAY, batch=(batch := Batch(together=4, one_by_one=2))) == 4
    assert Delivery.objects.filter(account__in=key).count() == Delivery.objects.filter(channel="email").count() - 2 == 2
    assert sum(calls(batch)) == 12


def test_a_call_asks_no_more_the_more_key_accounts_wait_or_are_taken() -> None:
    asked = []
    for waiting, taken in ((6, 3), (30, 3), (31, 20)):
        key_accounts(waiting)
        with CaptureQueriesContext(connection) as queries:
            assert release_due(now=FRIDAY, batch=Batch(together=100, one_by_one=taken)) == taken
        asked.append(len(queries))
        Touchpoint.objects.filter(status="planned").update(status="cancelled")
    assert asked[0] == asked[1] == asked[2]


def test_accounts_without_a_contact_are_settled_a_few_in_each_transaction() -> None:
    nobodies(7)
    planned(1, channel="in_app")
    Touchpoint.objects.filter(channel="in_app").update(due_at=NOON + timedelta(days=1))
    with CaptureQueriesContext(connection) as queries:
        for made, settled in ((1, 2), (0, 7)):  # who has somebody to write to leaves beside the first two
            assert release_due(now=FRIDAY, batch=Batch(together=5, one_by_one=2)) == made
            settling = Touchpoint.objects.filter(status="released", reason=NOBODY)
            assert settling.count() == DeskTask.objects.count() == settled
    steps = [each["sql"] for each in queries if "array_agg" in each["sql"] and '."id" IN (' not in each["sql"]]
    assert len(steps) == 1 + 4


def test_no_further_transaction_is_begun_once_the_time_is_up() -> None:
    nobodies(5)
    batch = Batch(together=5, one_by_one=2)
    for settled in (2, 4, 5):
        assert release_due(now=FRIDAY, batch=batch, ends=time.monotonic()) == 0
        assert DeskTask.objects.count() == settled
    assert release_due(now=FRIDAY, batch=batch, ends=time.monotonic()) == 0


def test_who_has_a_contact_now_is_released_a_few_in_each_transaction() -> None:
    ids = nobodies(5)
    assert release_due(now=FRIDAY) == 0
    Contact.objects.bulk_create(
        Contact(account_id=each, email=f"{each}@x.example", email_norm=f"{each}@x.example") for each in ids
    )
    assert calls(Batch(together=5, one_by_one=2)) == [2, 2, 1]
