"""What does an account find in its inbox, and who confirmed it?"""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lifecycle.api import Account, User, portal_scope, record, ring
from lifecycle.rules.actors import Actor
from notifications.models import Acknowledgement, InboxMessage


class NotFound(LookupError):
    """The account has no such notice; whose it is stays unsaid."""


class TextChanged(Exception):
    """The notice says something else by now: it must be read again before it is confirmed."""


def text_sha(message: InboxMessage) -> str:
    """Names the very words of a message: what is shown goes with the form, and what is confirmed is kept."""
    return hashlib.sha256(message.body_text.encode()).hexdigest()


def inbox_of(account: Account) -> QuerySet[InboxMessage]:
    """Newest first. Inside a portal scope the database shows this account's rows only, whoever asks."""
    return InboxMessage.objects.filter(account=account).select_related("notice__plan__module")


def acknowledge(
    *, account: Account, notice_id: UUID, user: User, via: str, now: datetime, seen_sha: str
) -> Acknowledgement:
    """A signed-in person confirms the newest text of a notice in the account's inbox; twice is once. Raises NotFound.

    It counts for the dates of that text only: after a later move the new ones are still to be confirmed. `seen_sha`
    names the text that was on the screen; raises TextChanged when that is not the newest one, or nobody says which.
    """
    with portal_scope(account):
        message = inbox_of(account).filter(notice__uuid=notice_id).first()
        if message is None:
            raise NotFound(str(notice_id))
        if seen_sha != text_sha(message):
            raise TextChanged(str(notice_id))
        actor = user.actor
        shown = inbox_of(account).filter(notice=message.notice_id, date_revision=message.date_revision)
        shown.filter(seen_at__isnull=True).update(seen_at=now, seen_by=actor.name)
        row, is_new = Acknowledgement.objects.get_or_create(
            notice_id=message.notice_id,
            account=account,
            date_revision=message.date_revision,
            identity=actor.identity,
            defaults={
                "name": actor.name,
                "via": via,
                "text_sha": text_sha(message),
                "at": now,
            },
        )
        if is_new:
            _put_on_record(message, row, actor)
    return row


def _put_on_record(message: InboxMessage, row: Acknowledgement, actor: Actor) -> None:
    plan = message.notice.plan
    record(
        "notifications.notice.acknowledged",
        subject=message.notice.uuid,
        actor=actor,
        at=row.at,
        account=row.account,
        plan_key=plan.key,
        via=row.via,
        date_revision=message.date_revision,
    )
    ring("notifications.push_evidence", plan_id=plan.pk)
