"""Under which address does an account's calendar read its dates, and how is it taken back?"""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lifecycle.api import Account, User, record
from notifications.models import CalendarFeed


def calendar_feeds(account: Account) -> list[CalendarFeed]:
    """Those in force, newest first."""
    return list(CalendarFeed.objects.filter(account=account, revoked_at__isnull=True))


@transaction.atomic
def issue_calendar_feed(*, account: Account, user: User, language: str, now: datetime) -> tuple[CalendarFeed, str]:
    """The row and the secret part of the address, which nobody can read again."""
    text = secrets.token_urlsafe(32)
    actor = user.actor
    feed = CalendarFeed.objects.create(
        account=account, digest=_digest(text), language=language, created_by=actor.name, created_at=now
    )
    record("notifications.calendar_feed.issued", subject=feed.uuid, actor=actor, at=now, account=account)
    return feed, text


@transaction.atomic
def revoke_calendar_feed(*, account: Account, uuid: UUID, user: User, now: datetime) -> bool:
    """From now on it is not there. False: no such address of this account is in force."""
    rows = CalendarFeed.objects.filter(account=account, uuid=uuid, revoked_at__isnull=True)
    if not rows.update(revoked_at=now):
        return False
    record("notifications.calendar_feed.revoked", subject=uuid, actor=user.actor, at=now, account=account)
    return True


def feed_behind(text: str) -> CalendarFeed | None:
    """The feed in force whose address this is."""
    return CalendarFeed.objects.select_related("account").filter(digest=_digest(text), revoked_at__isnull=True).first()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
