"""How does a contact that nobody planned get on the desk?"""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from lifecycle.api import Account, Refused, SunsetPlan, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from notifications.models import DeskTask
from notifications.rules.statuses import TaskKind
from notifications.services.desk_scripts import said_in_product, script_now


@transaction.atomic
def note_contact(*, account: Account, plan: SunsetPlan, actor: Actor, owner_email: str, now: datetime) -> DeskTask:
    """Somebody talks with the account unasked: a call of their own, to be closed with what came of it. Raises Refused.

    Its script is what the account was told last, with the dates of now.
    """
    verdict = may(actor, Right.CLEAR_ACCOUNT)
    if not verdict:
        raise Refused(verdict)
    script = script_now(said_in_product(account, plan), plan, now=now)
    task = DeskTask.objects.create(
        source=f"own:{uuid4()}",
        account=account,
        plan=plan,
        kind=TaskKind.CALL,
        owner_email=owner_email,
        due_date=now.astimezone(ZoneInfo(account.timezone)).date(),
        subject=f"{account.name}: {plan.module.name}"[:300],
        script=script.text,
        script_dates=script.dates,
        created_at=now,
    )
    record("notifications.desk_task.opened", subject=task.uuid, actor=actor, at=now, account=account, plan_key=plan.key)
    return task
