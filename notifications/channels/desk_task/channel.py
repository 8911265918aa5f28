"""How does a planned call become work on a success manager's desk?"""

from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError

from lifecycle.rules.verdicts import Verdict
from notifications.channels.contract import Accepted, Answer, Found, Outlet, Payload, Proof, Temporary
from notifications.models import DeskTask
from notifications.rules.statuses import TaskKind


class Desk:
    """Makes a task with the notice as its script; the account is told when the task is closed, not before."""

    is_quiet_bound = False
    can_look_up = True
    proof = Proof.ACKNOWLEDGED
    key_window: timedelta | None = timedelta.max
    route = ""
    max_bytes = 1_000_000

    def check_target(self, address: str) -> Verdict:
        """An account without a success manager still gets a task: the lead finds it."""
        del address
        return Verdict()

    def send(self, payload: Payload, *, timeout_s: float) -> Answer:
        del timeout_s
        try:
            DeskTask.objects.bulk_create([_row(payload)], ignore_conflicts=True)
        except DatabaseError as problem:
            return Temporary("database", type(problem).__name__)
        return Accepted(str(payload.key))

    def resolve(self, key: UUID) -> Found:
        return Found.FOUND if DeskTask.objects.filter(source=_source(key)).exists() else Found.ABSENT


def _source(key: UUID) -> str:
    return f"delivery:{key}"


def _row(payload: Payload) -> DeskTask:
    return DeskTask(
        source=_source(payload.key),
        account_id=payload.account_id,
        plan_id=payload.plan_id,
        touchpoint_id=payload.touchpoint_id,
        kind=TaskKind.CALL,
        owner_email=payload.address,
        due_date=payload.due_date,
        subject=payload.subject,
        script=payload.text,
        script_dates=dict(payload.dates) or None,
        created_at=payload.sent_at,
    )


CHANNEL: Outlet = Desk()
