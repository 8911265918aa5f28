"""What if a person says that somebody is done with a module?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lifecycle.models import AffectedSubject
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.verdicts import Reason, blocked
from lifecycle.services.audit import record
from lifecycle.services.refusal import BadInput, Refused


@transaction.atomic
def claim_done(*, subject_id: UUID, note: str, actor: Actor, now: datetime) -> AffectedSubject:
    """Kept and shown as a claim, no more: only observed silence clears. The newest claim stands. Raises Refused."""
    rows = AffectedSubject.objects.select_for_update(of=("self",)).select_related("plan", "account")
    subject = rows.filter(uuid=subject_id).first()
    if subject is None:
        raise BadInput(f"Nobody affected is called {subject_id}: `manage.py affected KEY` lists them.")
    verdict = rights.may(actor, rights.Right.CLEAR_ACCOUNT)
    if not note.strip():
        verdict += blocked("note", Reason.BROKEN_RULE, detail="say who said so, and how you know")
    if not verdict:
        raise Refused(verdict)
    subject.claimed_at, subject.claimed_by, subject.claim_note = now, actor.name, note.strip()
    subject.save(update_fields=["claimed_at", "claimed_by", "claim_note"])
    record(
        "lifecycle.claim.recorded",
        subject=subject.uuid,
        actor=actor,
        at=now,
        account=subject.account,
        plan_key=subject.plan.key,
        kind=subject.kind,
    )
    return subject
