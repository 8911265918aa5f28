"""Which sample content do the tests read?"""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction
from pytest_django import DjangoDbBlocker

from lifecycle.api import Account
from lifecycle.rules.actors import Actor
from portability.api import ContentReport, build_export, import_content, request_export
from portability.models import Export
from portability.rules.export_status import ExportStatus
from portability.rules.filters import Filter
from portability.rules.requests import ExportRequest, Format
from portability.services.exports.build import package_path
from portability.services.stores import files_place
from tests.portability.small_slack import Rows, write_slack

DATA = Path(__file__).resolve().parents[2] / "demo" / "data"
SLACK = DATA / "slack-houston.zip"
IRC = DATA / "irc-ubuntu-days.tar.xz"
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
OPERATOR = Actor.system("tests")


@contextmanager
def shared(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows made in here are there for each test of a module; what a test adds or changes is gone after it."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def an_account(key: str = "acme") -> Account:
    return Account.objects.create(key=key, name=key.title(), timezone="America/Chicago", created_at=NOON)


def houston(account: Account) -> ContentReport:
    """The Slack export as the account's content."""
    return import_content(account=account, connector="slack", path=SLACK, actor=OPERATOR, now=NOON)


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def a_request(*formats: Format, **axes: object) -> ExportRequest:
    return ExportRequest(Filter(**axes), formats or (Format.JSONL,))  # type: ignore[arg-type]  # axes by name


def built(account: Account, *formats: Format, **axes: object) -> Export:
    """An export of the account, made ready at once."""
    export = request_export(account=account, request=a_request(*formats, **axes), actor=OPERATOR, now=NOON)
    done = build_export(now=NOON, export_uuid=export.uuid)
    assert done is not None
    assert done.status == ExportStatus.READY, done.reason
    return done


def package_of(export: Export) -> Path:
    path = files_place().local_path(package_path(export))
    assert path is not None
    return path


def unpacked(export: Export, folder: Path) -> Path:
    """The bag, unpacked."""
    with zipfile.ZipFile(package_of(export)) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def small_talk(account: Account, folder: Path) -> ContentReport:
    """Three messages of two people in one channel."""
    path = write_slack(folder / "slack")
    return import_content(account=account, connector="slack", path=path, actor=OPERATOR, now=NOON)


def more_talk(account: Account, folder: Path, *, now: datetime = NOON) -> ContentReport:
    """One message more, in a channel that is there."""
    later: Rows = [{"type": "message", "user": "U2", "text": "One more", "ts": "1454371300.000004"}]
    path = write_slack(folder / "more", {"general/2016-02-02.json": later})
    return import_content(account=account, connector="slack", path=path, actor=OPERATOR, now=now)
