"""Which sample content do the tests read?"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from lifecycle.api import Account
from lifecycle.rules.actors import Actor
from portability.api import ContentReport, import_content

DATA = Path(__file__).resolve().parents[2] / "demo" / "data"
SLACK = DATA / "slack-houston.zip"
IRC = DATA / "irc-ubuntu-days.tar.xz"
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
OPERATOR = Actor.system("tests")


def an_account(key: str = "acme") -> Account:
    return Account.objects.create(key=key, name=key.title(), timezone="America/Chicago", created_at=NOON)


def houston(account: Account) -> ContentReport:
    """The Slack export as the account's content."""
    return import_content(account=account, connector="slack", path=SLACK, actor=OPERATOR, now=NOON)


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
