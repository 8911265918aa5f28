"""A2: is a finished report that was damaged on the disk noticed, not believed, and made anew for the same day?"""

from datetime import timedelta

import pytest

from analytics.api import ActivityEvent, import_events, usage
from analytics.models import UsageReport
from analytics.services.report_basis import is_intact, is_whole
from analytics.services.reports import report_all
from analytics.services.usage import _facts, account_profiles, basis_of, last_complete_day
from analytics.services.workspace import reports_dir
from tests.analytics.feeds import FEED
from tests.cast import NOON, acme

DAY = last_complete_day(NOON)


@pytest.mark.django_db
def test_a_damaged_report_is_counted_past_and_made_anew() -> None:
    """Same size, other bytes: only the checksums know. A file that is gone is known by its size."""
    acme()
    events = [ActivityEvent(NOON - timedelta(days=back), "acme", "u1", "reports") for back in range(1, 9)]
    import_events(events=events, source="app", name="first", sha256="1" * 64, actor=FEED, now=NOON)
    basis = basis_of(DAY, account_profiles())
    counted, made = usage(module_key="reports", now=NOON), report_all(basis, now=NOON)
    folder = reports_dir() / made.folder
    assert is_intact(folder)
    for each in folder.rglob("*.parquet"):
        each.write_bytes(b"x" * each.stat().st_size)
    assert is_whole(folder)
    assert not is_intact(folder)
    _facts.cache_clear()
    assert usage(module_key="reports", now=NOON) == counted
    assert report_all(basis, now=NOON) == made
    assert is_intact(folder)
    assert UsageReport.objects.count() == 1
    next(folder.rglob("*.parquet")).unlink()
    assert not is_intact(folder)
