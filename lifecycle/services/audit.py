"""How is an act put on record, in the act's own transaction?"""

import uuid as uuids
from datetime import UTC, datetime

from django.db import transaction

from lifecycle.models import Account, AuditEvent
from lifecycle.rules.actors import Actor
from lifecycle.rules.audit_chain import canonical


def record(
    action: str,
    *,
    subject: object,
    actor: Actor,
    at: datetime,
    account: Account | None = None,
    plan_key: str = "",
    **facts: object,
) -> AuditEvent:
    """Write what was done. Raises when called outside a transaction: no act without its record (P6).

    `action` is `app.noun.participle`; `subject` is any object whose text names it without personal data.
    Facts are ids and figures, never addresses or content.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{action} is recorded outside the transaction of its act")
    event = AuditEvent(
        uuid=uuids.uuid4(),
        account=account,
        plan_key=plan_key,
        action=action,
        actor=actor.name,
        subject=str(subject),
        at=at,
    )
    event.body = canonical(
        {
            **columns_of(event),
            "actor_kind": actor.kind,
            "actor_person": actor.person,
            "facts": facts,
        }
    )
    event.save(force_insert=True)
    return event


def columns_of(event: AuditEvent) -> dict[str, str]:
    """What the row's own columns say; the body holds the same, so that either side's change shows."""
    return columns(event.uuid, event.account_id, event.plan_key, event.action, event.actor, event.subject, event.at)


def columns(  # noqa: PLR0917 - a row as the database gives it
    uuid: uuids.UUID, account_id: int | None, plan_key: str, action: str, actor: str, subject: str, at: datetime
) -> dict[str, str]:
    """The same from bare values, for those who read many rows."""
    return {
        "uuid": str(uuid),
        "account": str(account_id or ""),
        "plan": plan_key,
        "action": action,
        "actor": actor,
        "subject": subject,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
