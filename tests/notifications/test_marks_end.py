"""The ledger's marks do not grow for ever, and an anchor whose mark is long past holds up nothing (notices case 38)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from notifications.models import LedgerMark
from notifications.rules.quarantine import KEPT_FOR, Anchor, Ledger, QuarantineReason, quarantine_reason
from notifications.services.anchor import look_at_anchor
from tests.cast import NOON

HOUR = timedelta(hours=1)
LEDGER = Ledger("first", "production", frozenset(), NOON)
PAST = Anchor("long ago", "production", NOON - KEPT_FOR - HOUR, NOON)


@pytest.mark.django_db
def test_a_new_mark_takes_old_ones_with_it_but_never_the_first_and_nobody_else_deletes_any(settings: Settings) -> None:
    look_at_anchor().mark(now=NOON)
    at = LedgerMark.objects.get().at
    ages = [KEPT_FOR + 3 * HOUR, *[KEPT_FOR + 2 * HOUR] * 25, KEPT_FOR - HOUR]
    LedgerMark.objects.bulk_create(LedgerMark(environment=settings.ENVIRONMENT, at=at - age) for age in ages)
    first = LedgerMark.objects.earliest("id")
    counts = []
    for _ in range(4):
        look_at_anchor().mark(now=NOON)
        counts.append(LedgerMark.objects.count())
    assert counts == [9, 4, 5, 6]  # twenty of the oldest at a time
    assert LedgerMark.objects.earliest("id") == first
    assert LedgerMark.objects.filter(at=at - ages[-1]).exists()
    assert look_at_anchor().may_send
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("DELETE FROM notifications_ledgermark")


def test_an_anchor_older_than_all_that_is_kept_is_no_sign_of_a_copy() -> None:
    """A host that was away for a season. One that nobody can read says nothing of its age."""
    reasons = [
        quarantine_reason(LEDGER, [anchor], environment="production", must_exist=True)
        for anchor in (PAST, replace(PAST, at=NOON - KEPT_FOR), replace(PAST, token=""))
    ]
    assert reasons == [None, QuarantineReason.OLDER, QuarantineReason.OLDER]
