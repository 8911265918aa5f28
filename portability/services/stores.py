"""Where does this installation keep content, and where are passing files made?"""

from pathlib import Path

from django.conf import settings

from lifecycle.api import Account
from portability.storage.content import ContentStore
from portability.storage.places import Place


def files_place() -> Place:
    """The place of STORAGE_URL."""
    return Place(settings.STORAGE_URL)


def content_store(account: Account) -> ContentStore:
    """The content of one account."""
    return ContentStore.of(files_place(), account.uuid)


def passing_folder() -> Path:
    """Where spools and restored copies live while they are needed."""
    return Path(settings.STATE_DIR) / "passing"


def secrets_folder() -> Path:
    """Where keys lie that are made once."""
    return Path(settings.STATE_DIR) / "secrets"


def archive_urls() -> tuple[str, ...]:
    """Where copies go: ARCHIVE_URLS, else two folders of the state directory (one medium, and shown as such)."""
    found = getattr(settings, "ARCHIVE_URLS", ())
    root = Path(settings.STATE_DIR) / "archive"
    return tuple(found) or tuple((root / name).as_uri() for name in ("first", "second"))
