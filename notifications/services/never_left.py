"""What takes the place of a letter that our own set-up kept from leaving until its last day was over?"""

from datetime import datetime
from uuid import UUID

from notifications.models import DeskTask, Touchpoint
from notifications.rules.statuses import TaskKind
from notifications.services.desk import open_task

NEVER_LEFT = "our mail could not leave until its last day: tell the account another way"


def call_instead(touchpoint: Touchpoint, letter: UUID, *, now: datetime) -> DeskTask:
    """A person's call, once per letter."""
    return open_task(touchpoint, kind=TaskKind.CALL, subject=NEVER_LEFT, now=now, source=f"never_left:{letter}")
