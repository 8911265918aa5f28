"""Where may content be transferred to, and with which credentials?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from lifecycle.api import Account, BadInput
from portability.services.stores import secrets_folder
from portability.targets.contract import Target
from portability.targets.folder.target import FolderTarget
from portability.targets.http.target import HttpTarget


def target_address(text: str) -> str:
    """An http(s) address, or a folder as path or file address, as it is kept. Raises BadInput."""
    parts = urlsplit(text)
    if parts.scheme in {"http", "https"}:
        if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
            raise BadInput("--target takes a plain address; a token goes into the file secrets/transfer-HOST")
        return text.rstrip("/")
    if parts.scheme == "file":
        return text
    if not text or parts.scheme:
        raise BadInput(f"--target takes http(s)://… or a folder, not {text[:100]!r}")
    return Path(text).resolve().as_uri()


@contextmanager
def opened_target(url: str, account: Account) -> Iterator[Target]:
    """The part of a target that is this account's alone. Raises TargetFault."""
    parts = urlsplit(url)
    target: Target
    if parts.scheme == "file":
        target = FolderTarget(Path(unquote(parts.path)) / str(account.uuid))
    else:
        target = HttpTarget(
            f"{url}/accounts/{account.uuid}",
            token=_token(parts.hostname or ""),
            allows_loopback=settings.SWITCH_ALLOWS_LOOPBACK,
        )
    try:
        yield target
    finally:
        target.close()


def _token(host: str) -> str:
    """From the file `transfer-<host>` among the installation's secrets; none where there is none."""
    path = secrets_folder() / f"transfer-{host}"
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""
