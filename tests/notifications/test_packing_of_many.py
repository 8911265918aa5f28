"""Many letters are put into others by one statement, and each row becomes what it became one by one (A12)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from lifecycle.models import Account, Contact
from lifecycle.rules.stages import Stage
from notifications.models import Delivery, HoldReason, Notice, Touchpoint
from notifications.rules.packing import Packed
from notifications.rules.statuses import DeliveryStatus
from notifications.services.packed_rows import put_together
from notifications.services.ready_letters import ReadyLetter, ready_letters
from notifications.services.release import release_due
from tests.cast import NOON, a_plan

pytestmark = pytest.mark.django_db


def planned(module: str, accounts: Iterable[Account]) -> None:
    plan = a_plan(module=module, stage=Stage.ANNOUNCED)
    notice = Notice.objects.create(plan=plan, code="sunset_announced", content_sha="words", created_at=NOON)
    Touchpoint.objects.bulk_create(
        Touchpoint(
            plan=plan,
            account=each,
            notice=notice,
            channel="email",
            step="off-75d.email",
            anchor="off",
            date_revision=1,
            day=NOON.date(),
            due_at=NOON,
            created_at=NOON,
        )
        for each in accounts
    )


def people_of(count: int, *, mailboxes: int) -> list[Account]:
    """So many accounts, whose contacts share so many mailboxes."""
    accounts = Account.objects.bulk_create(
        Account(key=f"shop-{count}-{n}", name=f"Shop {n}", created_at=NOON) for n in range(count)
    )
    for n, each in enumerate(accounts):
        email = f"boss{n % mailboxes}@{count}.example"
        Contact.objects.create(account=each, email=email, email_norm=email)
    return accounts


def letter_by_letter(letters: Iterable[Packed], found: Mapping[str, ReadyLetter]) -> None:
    """What one statement must come to."""
    for letter in letters:
        inside = [Delivery.objects.get(pk=found[key].id) for key in letter.keys if key in found]
        first, others = (inside[0], inside[1:]) if inside else (None, [])
        if first and (first.not_before != letter.leaves_at or others):
            first.not_before, first.carries = letter.leaves_at, bool(others) or first.carries
            first.save(update_fields=["not_before", "carries"])
        waiting = Delivery.objects.filter(pk__in=[each.pk for each in others])
        waiting.update(status=DeliveryStatus.HELD, hold_reason=HoldReason.DIGEST, carrier=first, carries=False)


def rows_after(
    put: Callable[[Iterable[Packed], Mapping[str, ReadyLetter]], object],
    letters: Iterable[Packed],
    found: Mapping[str, ReadyLetter],
) -> list[object]:
    with transaction.atomic():
        put(letters, found)
        kept: list[object] = [*Delivery.objects.order_by("id").values()]
        transaction.set_rollback(True)
    return kept


def drawn_letters(chance: Random, rows: Mapping[str, ReadyLetter]) -> list[Packed]:
    """Every row in one letter at most, alone or with others or with what is only awaited, leaving then or later."""
    keys, letters = [*rows, "planned:1:x", "planned:2:x"], []
    chance.shuffle(keys)
    while keys:
        size = chance.randint(1, 4)
        inside, keys = keys[:size], keys[size:]
        letters.append(Packed(tuple(inside), NOON + chance.randint(0, 1) * timedelta(minutes=10)))
    return letters


def test_each_row_becomes_what_it_became_letter_by_letter() -> None:
    planned("reports", people_of(9, mailboxes=9))
    assert release_due(now=NOON) == 9
    carries = list(Delivery.objects.order_by("id").values_list("id", flat=True))[::4]
    Delivery.objects.filter(pk__in=carries).update(carries=True)
    norms = Delivery.objects.values_list("address_norm", flat=True)
    found = {f"{each.id:012}": each for each in ready_letters(norms)}
    for seed in range(20):
        letters = drawn_letters(Random(seed), found)
        one_by_one = rows_after(letter_by_letter, letters, found)
        assert rows_after(put_together, letters, found) == one_by_one, seed


def test_many_mailboxes_with_two_letters_each_cost_as_many_statements_as_few() -> None:
    asked = []
    for mailboxes in (2, 12):
        planned(f"reports-{mailboxes}", people_of(2 * mailboxes, mailboxes=mailboxes))
        with CaptureQueriesContext(connection) as queries:
            assert release_due(now=NOON) == 2 * mailboxes
        asked.append(len(queries))
        inside = Delivery.objects.filter(hold_reason="digest", carrier__carries=True)
        assert inside.filter(account__key__startswith=f"shop-{2 * mailboxes}-").count() == mailboxes
    assert asked[0] == asked[1]
