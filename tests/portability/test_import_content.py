"""Does content come in whole, once, and with its uses?"""

import pytest

from portability.models import ContentImport, Snapshot
from portability.rules.records import from_line
from portability.services.snapshots import lines_of
from portability.services.stores import content_store
from tests.portability.content import an_account, houston


@pytest.mark.django_db
def test_the_houston_export_comes_in_whole() -> None:
    """C2, C3: every user, channel and message of the real export is a record with a hash that fits."""
    report = houston(acme := an_account())
    assert report.kinds == {
        "org_unit": 1, "user": 71, "container": 16, "membership": 201, "message": 1382, "attachment": 67, "event": 3,
    }  # fmt: skip
    snapshot = Snapshot.objects.get(account=acme)
    records = [from_line(line).record for line in lines_of(snapshot, content_store(acme))]
    assert len(records) == snapshot.records == 1741
    assert [each.order for each in records] == sorted(each.order for each in records)


@pytest.mark.django_db
def test_reading_twice_changes_nothing() -> None:
    """C5: the second reading finds only duplicates and leaves no snapshot."""
    first = houston(acme := an_account())
    second = houston(acme)
    assert second.is_unchanged
    assert second.counts["mapped"] == 0
    assert second.counts["duplicate"] == 1741
    assert second.root == first.root
    assert Snapshot.objects.filter(account=acme).count() == 1
    assert ContentImport.objects.filter(account=acme).count() == 2
