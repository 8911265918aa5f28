"""What takes the place of a letter that did not leave until its last day was over?"""

from collections.abc import Collection
from datetime import datetime

from lifecycle.rules.stages import Stage
from notifications.models import DeskTask, Touchpoint
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.release import may_release
from notifications.rules.served import SETTLED
from notifications.rules.statuses import DEAD_ENDS, TaskKind, TouchpointStatus
from notifications.services.desk import open_task

NEVER_LEFT = "our mail could not leave until its last day: tell the account another way"


def call_instead(touchpoint: Touchpoint, *, now: datetime) -> DeskTask:
    """A person's call, once per contact, however many letters it was to have."""
    source = f"never_left:{touchpoint.uuid}"
    return open_task(touchpoint, kind=TaskKind.CALL, subject=NEVER_LEFT, now=now, source=source)


def call_about_missed(ids: Collection[int], *, now: datetime) -> None:
    """The floor always goes: a mail server that is away, a halt or a missing yes ends no duty to tell.

    Not while the plan's stage forbids it, nor where somebody was reached, nor where an address came back: there the
    ladder goes on.
    """
    missed = Touchpoint.objects.filter(
        pk__in=ids, status=TouchpointStatus.MISSED, channel=Channel.EMAIL, obligation__isnull=False
    )
    rows = missed.exclude(obligation__status__in=SETTLED).exclude(deliveries__status__in=DEAD_ENDS)
    for each in rows.select_related("account", "plan", "notice").order_by("id"):
        if may_release(NoticeCode(each.notice.code), Stage(each.plan.stage)):
            call_instead(each, now=now)
