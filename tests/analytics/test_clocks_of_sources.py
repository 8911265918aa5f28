"""A2: each source's clock is judged by its own deliveries, however often others deliver."""

from datetime import timedelta

import pytest

from analytics.models import ActivityImport, ActivitySource, ImportedDay
from analytics.services.clocks import NEWEST, source_clocks
from tests.cast import NOON


def deliveries(name: str, count: int) -> None:
    source = ActivitySource.objects.create(name=name, created_at=NOON)
    imports = ActivityImport.objects.bulk_create(
        ActivityImport(
            name=f"{name} {number}",
            sha256=f"{name} {number}",
            status="imported",
            rows=1,
            added=1,
            repeated=0,
            rejected=0,
            created_at=NOON + timedelta(seconds=number),
        )
        for number in range(count)
    )
    ImportedDay.objects.bulk_create(
        ImportedDay(activity_import=each, source=source, date=NOON.date(), events=1, last_at=NOON) for each in imports
    )


@pytest.mark.django_db
def test_a_quiet_source_keeps_its_clock_beside_a_busy_one() -> None:
    deliveries("nightly", 3)
    deliveries("busy", NEWEST + 1)
    ActivitySource.objects.create(name="silent", created_at=NOON)
    found = source_clocks(as_of=NOON.date())
    assert {name: clock.deliveries for name, clock in found.items()} == {"nightly": 3, "busy": NEWEST}
