"""Who still tries after the end?"""

from datetime import datetime

from django.db import transaction

from lifecycle.models import Account, Straggler, SunsetPlan
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.verdicts import Reason, blocked
from lifecycle.services.audit import record
from lifecycle.services.refusal import Refused


@transaction.atomic
def record_late_use(
    *,
    plan: SunsetPlan,
    account: Account,
    subject: str,
    caller: str,
    count: int,
    first_at: datetime,
    last_at: datetime,
) -> Straggler:
    """`count` is the total known for that subject since the end, so that the same push twice adds nothing.

    Use after somebody settled it opens it again.
    """
    straggler, is_new = Straggler.objects.select_for_update().get_or_create(
        plan=plan,
        account=account,
        subject=subject,
        caller=caller,
        defaults={"count": count, "first_at": first_at, "last_at": last_at},
    )
    if not is_new and (count > straggler.count or last_at > straggler.last_at):
        if straggler.settled_at and last_at > straggler.settled_at:
            straggler.settled_at, straggler.settled_note = None, ""
        straggler.count = max(count, straggler.count)
        straggler.first_at, straggler.last_at = min(first_at, straggler.first_at), max(last_at, straggler.last_at)
        straggler.save(update_fields=["count", "first_at", "last_at", "settled_at", "settled_note"])
    return straggler


@transaction.atomic
def settle_straggler(*, straggler_id: int, note: str, actor: Actor, now: datetime) -> Straggler:
    """Somebody found out who still tries and why; use after this opens it again. Raises Refused."""
    straggler = Straggler.objects.select_for_update(of=("self",)).select_related("plan", "account").get(pk=straggler_id)
    verdict = rights.may(actor, rights.Right.CLEAR_ACCOUNT)
    if straggler.settled_at:
        settled = straggler.settled_at.isoformat()
        verdict += blocked("straggler_settled", Reason.WRONG_STAGE, subject=straggler.account.key, settled=settled)
    if not note.strip():
        verdict += blocked("note", Reason.BROKEN_RULE, detail="say what you found")
    if not verdict:
        raise Refused(verdict)
    straggler.settled_at, straggler.settled_note = now, note.strip()
    straggler.save(update_fields=["settled_at", "settled_note"])
    record(
        "lifecycle.straggler.settled",
        subject=straggler.pk,
        actor=actor,
        at=now,
        account=straggler.account,
        plan_key=straggler.plan.key,
        count=straggler.count,
    )
    return straggler
