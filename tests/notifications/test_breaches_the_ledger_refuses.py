"""Does the database itself refuse what a ledger of letters must never say, and the model no more? (P1, notices 3)"""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from notifications.models import Attempt, Delivery, HoldReason, Touchpoint
from notifications.rules.statuses import DeliveryStatus
from notifications.services.release import release_due
from tests.chaos.noon import NOW
from tests.chaos.scenes import notices

pytestmark = pytest.mark.django_db


def refused_by(constraint: str, rows: models.QuerySet[Any], change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**change)


@pytest.fixture
def letters() -> list[Delivery]:
    """Two that wait, the first with an attempt that is open."""
    notices(2, told_inside=0)
    release_due(now=NOW)
    found = list(Delivery.objects.order_by("id"))
    Attempt.objects.create(delivery=found[0], n=1, body_sha="x", started_at=NOW)
    return found


def test_the_database_refuses_each_breach_of_a_letter_by_its_name(letters: list[Delivery]) -> None:
    letter, other = letters
    breaches: dict[str, dict[str, object]] = {
        "delivery_status_known": {"status": "lost"},
        "delivery_leased_while_worked_on": {"status": DeliveryStatus.CLAIMED},
        "delivery_accepted_at_a_time": {"status": DeliveryStatus.DELIVERED, "body_sha": "x"},
        "delivery_held_for_a_reason": {"status": DeliveryStatus.HELD},
        "delivery_sent_has_a_body": {"status": DeliveryStatus.UNCERTAIN},
        "delivery_has_message_id": {"message_id": ""},
        "delivery_carried_never_leaves_alone": {"carrier": other.pk},
        "delivery_packed_has_a_carrier": {"status": DeliveryStatus.HELD, "hold_reason": HoldReason.DIGEST},
        "delivery_carried_carries_nothing": {"status": "cancelled", "carrier": other.pk, "carries": True},
        "delivery_message_id_once": {"message_id": other.message_id},
        "delivery_once_per_mailbox": {"touchpoint": other.touchpoint_id, "address_norm": other.address_norm},
        "delivery_once_per_contact": {"touchpoint": other.touchpoint_id, "contact": other.contact_id},
        "notifications_delivery_uuid_key": {"uuid": other.uuid},
    }
    for constraint, change in breaches.items():
        refused_by(constraint, Delivery.objects.filter(pk=letter.pk), change)


def test_the_database_refuses_each_breach_of_a_contact_and_of_an_attempt_by_its_name(letters: list[Delivery]) -> None:
    contact = Touchpoint.objects.filter(pk=letters[0].touchpoint_id)
    refused_by("touchpoint_status_known", contact, {"status": "lost"})
    refused_by("touchpoint_channel_known", contact, {"channel": "fax"})
    refused_by("touchpoint_served_was_told", contact, {"status": "served", "served_at": NOW})
    refused_by("touchpoint_told_with_dates", contact, {"told_at": NOW})
    refused_by("attempt_ends_with_an_outcome", letters[0].attempts.all(), {"outcome": "ok"})
    with pytest.raises(IntegrityError, match="attempt_once"), transaction.atomic():
        Attempt.objects.create(delivery=letters[0], n=1, body_sha="x", started_at=NOW)


def test_a_model_finds_nothing_wrong_with_what_the_database_keeps_and_names_what_it_would_refuse(
    letters: list[Delivery],
) -> None:
    """P1: asked of a row in hand, the rules say what they say of a row that is kept."""
    attempt = letters[0].attempts.get()
    for row in (*letters, letters[0].touchpoint, attempt):
        row.validate_constraints()
    letters[0].lease_until = letters[0].touchpoint.told_at = attempt.ended_at = NOW
    for row, breach in (
        (letters[0], "delivery_leased_while_worked_on"),
        (letters[0].touchpoint, "touchpoint_told_with_dates"),
        (attempt, "attempt_ends_with_an_outcome"),
    ):
        with pytest.raises(ValidationError, match=breach):
            row.validate_constraints()
