"""Where does this installation keep content, and where are passing files made?"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from lifecycle.api import Account
from portability.storage.content import ContentStore
from portability.storage.places import Place

LEFT_BY = re.compile(r"\A[a-z]+-(?P<pid>\d+)-")


def files_place() -> Place:
    """The place of STORAGE_URL."""
    return Place(settings.STORAGE_URL)


def content_store(account: Account) -> ContentStore:
    """The content of one account."""
    return ContentStore.of(files_place(), account.uuid)


@contextmanager
def passing_place(purpose: str) -> Iterator[Path]:
    """A folder for the time of one piece of work; those left by processes that were killed are cleared away first."""
    base = Path(settings.STATE_DIR) / "passing"
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in base.iterdir():
        if (found := LEFT_BY.match(each.name)) and not _lives(int(found["pid"])):
            shutil.rmtree(each, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{purpose}-{os.getpid()}-", dir=base))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def secrets_folder() -> Path:
    """Where keys lie that are made once."""
    return Path(settings.STATE_DIR) / "secrets"


def archive_urls() -> tuple[str, ...]:
    """Where copies go: ARCHIVE_URLS, else two folders of the state directory (one medium, and shown as such)."""
    found = getattr(settings, "ARCHIVE_URLS", ())
    root = Path(settings.STATE_DIR) / "archive"
    return tuple(found) or tuple((root / name).as_uri() for name in ("first", "second"))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
