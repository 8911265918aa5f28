"""Quiet hours and days off defer what may wait; what must be said by a day leaves in time, on record (A8, A12)."""

from datetime import UTC, date, datetime

import pytest

from lifecycle.api import AuditEvent
from notifications.models import CalendarDay, Delivery, Touchpoint
from notifications.services.release import release_due
from tests.cast import NOON, corner_shop
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2027, 5, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(("notice", "leaves", "acts"), [("last_call", 30, 1), ("sunset_reminder", 1, 0)])
def test_a_holiday_after_a_weekend_never_pushes_the_last_call_past_its_day(notice: str, leaves: int, acts: int) -> None:
    """notices case 26: quiet hours and a holiday push past the floor; the floor wins, recorded."""
    CalendarDay.objects.create(
        account=corner_shop(), date=date(2027, 5, 31), is_worked=False, source="mail", set_by="Dora", set_at=NOON
    )
    announced(corner_shop())
    Touchpoint.objects.exclude(notice__code=notice, channel="email").update(status="cancelled")
    wanted = Touchpoint.objects.filter(status="planned").order_by("-day").first()
    assert wanted
    assert wanted.day <= date(2027, 5, 28)
    Touchpoint.objects.filter(status="planned").exclude(pk=wanted.pk).update(status="cancelled")
    Touchpoint.objects.filter(pk=wanted.pk).update(late_until=date(2027, 5, 31))
    assert release_due(now=SUNDAY) == 1
    assert Delivery.objects.get().not_before.day == leaves
    assert AuditEvent.objects.filter(action="notifications.floor.preferred").count() == acts
