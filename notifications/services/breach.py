"""What follows when an account was not reached in time, and which duties fell away with a moved date?"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from lifecycle.api import SunsetPlan, record
from lifecycle.rules.actors import Actor
from notifications.models import DeskTask, Escalation, Obligation, Touchpoint
from notifications.rules.desk_rights import DATE_MOVED
from notifications.rules.statuses import ObligationStatus, TaskKind
from notifications.services.desk_follow import firsts_of
from notifications.services.desk_scripts import mail_of, script_now

_SERVING = ("planned", "released", "served", "missed")
SYSTEM = Actor.system("notifications")


def open_breach(row: Obligation, *, now: datetime) -> DeskTask:
    """The owner of the retirement is called in: the gate stays shut until somebody was reached or the end slips."""
    plan, account = row.notice.plan, row.account
    script = script_now(mail_of(row), plan, now=now)
    task, _is_new = DeskTask.objects.get_or_create(
        source=f"{TaskKind.BREACH}:{row.pk}",
        defaults={
            "account": account,
            "plan": plan,
            "kind": TaskKind.BREACH,
            "owner_email": plan.module.owner_email or (plan.author.email if plan.author else ""),
            "due_date": now.astimezone(ZoneInfo(account.timezone)).date(),
            "subject": f"{account.name}: not reached in time, the gate is shut"[:300],
            "script": script.text,
            "script_dates": script.dates,
            "created_at": now,
        },
    )
    record(
        "notifications.obligation.breached",
        subject=row.pk,
        actor=SYSTEM,
        at=now,
        account=account,
        plan_key=plan.key,
        notice=row.notice.code,
        floor_date=row.floor_date,
    )
    return task


def end_superseded(plan: SunsetPlan) -> None:
    """A breach of dates that hold no longer is none; the new dates have a duty of their own."""
    stands = Touchpoint.objects.filter(obligation=OuterRef("pk"))
    stands = stands.filter(Q(status__in=_SERVING) | Q(told_at__isnull=False))
    gone = Obligation.objects.filter(notice__plan=plan, status=ObligationStatus.BREACHED).exclude(Exists(stands))
    for row in gone.select_related("notice"):
        close_tasks_of(row, note=DATE_MOVED)
        Obligation.objects.filter(pk=row.pk).update(status=ObligationStatus.SUPERSEDED)


def close_tasks_of(row: Obligation, *, note: str) -> None:
    """What was only there to reach somebody is not needed any more, with whatever script; promises are kept."""
    plan = row.notice.plan
    tasks = DeskTask.objects.filter(status=DeskTask.Status.OPEN, account=row.account_id, plan=plan)
    firsts = firsts_of(plan, tasks.exclude(kind=TaskKind.FOLLOW_UP).values_list("pk", flat=True))
    own = Escalation.objects.filter(obligation=row, task__source__startswith="ladder:").values("task_id")
    of_duty = DeskTask.objects.filter(Q(source=f"{TaskKind.BREACH}:{row.pk}") | Q(pk__in=own))
    began = set(of_duty.filter(pk__in=set(firsts.values())).values_list("pk", flat=True))
    tasks.filter(pk__in=[pk for pk, first in firsts.items() if first in began]).update(
        status=DeskTask.Status.SUPERSEDED, note=note
    )
