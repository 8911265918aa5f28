"""Does content come in whole, once, and with its uses?"""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from lifecycle.api import Account
from portability.api import ContentReport
from portability.models import ContentImport, Snapshot
from portability.rules.records import from_line
from portability.services.snapshots import lines_of
from portability.services.stores import content_store
from tests.portability.content import an_account, houston, shared


@pytest.fixture(scope="module")
def report(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[ContentReport]:
    """The first reading."""
    with shared(django_db_blocker):
        yield houston(an_account())


@pytest.fixture
def acme(db: None, report: ContentReport) -> Account:
    return Account.objects.get(key=report.account)


def test_the_houston_export_comes_in_whole(acme: Account, report: ContentReport) -> None:
    """C2, C3: every user, channel and message of the real export is a record with a hash that fits."""
    assert report.kinds == {
        "org_unit": 1, "user": 71, "container": 16, "membership": 201, "message": 1382, "attachment": 67, "event": 3,
    }  # fmt: skip
    snapshot = Snapshot.objects.get(account=acme)
    records = [from_line(line).record for line in lines_of(snapshot, content_store(acme))]
    assert len(records) == snapshot.records == 1741
    assert [each.order for each in records] == sorted(each.order for each in records)


def test_reading_twice_changes_nothing(acme: Account, report: ContentReport) -> None:
    """C5: the second reading finds only duplicates and leaves no snapshot."""
    second = houston(acme)
    assert second.is_unchanged
    assert second.counts["mapped"] == 0
    assert second.counts["duplicate"] == 1741
    assert second.root == report.root
    assert Snapshot.objects.filter(account=acme).count() == 1
    assert ContentImport.objects.filter(account=acme).count() == 2
