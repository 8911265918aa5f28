"""What becomes of a day that was promised, or named for another try?"""

from datetime import date, datetime

from notifications.models import DeskTask
from notifications.rules.statuses import TaskKind


def follow_up(task: DeskTask, day: date, *, now: datetime) -> DeskTask:
    """It is asked about on its day, by whoever owns the task then."""
    return DeskTask.objects.create(
        source=f"follow:{task.pk}:{task.entries.count()}",
        account=task.account,
        plan=task.plan,
        kind=TaskKind.FOLLOW_UP,
        owner_email=task.owner_email,
        due_date=day,
        subject=task.subject,
        script=task.script,
        script_dates=task.script_dates,
        created_at=now,
    )


def drop_follow_ups(task: DeskTask) -> None:
    """The outcome was taken back, and with it what followed."""
    DeskTask.objects.filter(source__startswith=f"follow:{task.pk}:", status=DeskTask.Status.OPEN).update(
        status=DeskTask.Status.SUPERSEDED, note="the outcome was undone"
    )
