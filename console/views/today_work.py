"""What waits for a person: leave that takes a second one, accounts not reached in time, messages in doubt?"""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from console.views.plan_leave import leave_words
from console.views.shown import Group, TodayItem
from lifecycle.api import open_work, words
from notifications.api import desk_tasks, safeguards, uncertain_deliveries, waiting_approvals
from notifications.rules.statuses import TaskKind

SHOWN = 10


def leave_that_waits(*, now: datetime) -> Group:
    """Every request that a second person can still answer, oldest first."""
    found = open_work.leave_requests(None, now=now)
    items = tuple(
        TodayItem(
            tone="info",
            word=_("waits for a second person"),
            title=_("%(account)s: %(leave)s") % {"account": row.account.name, "leave": leave_words(row.criterion)},
            why=_("asked by %(name)s: %(reason)s") % {"name": row.name, "reason": row.reason},
            url=reverse("console:answer_leave", args=[row.plan.key, row.uuid]),
            when=words.ago(row.at, now=now),
        )
        for row in found[:SHOWN]
    )
    return Group(key="leave", title=_("Leave that waits for a second person"), items=items, total=len(found))


def dates_that_wait(*, now: datetime) -> Group:
    """Dates that come earlier than announced, which somebody must still stand behind, oldest first."""
    found = open_work.date_requests(None, now=now)
    items = tuple(
        TodayItem(
            tone="info",
            word=_("waits for a second person"),
            title=_("%(module)s: may these dates come earlier?") % {"module": row.plan.module.name},
            why=_("asked by %(name)s: %(reason)s") % {"name": row.name, "reason": row.reason},
            url=reverse("console:answer_dates", args=[row.plan.key, row.uuid]),
            when=words.ago(row.at, now=now),
        )
        for row in found[:SHOWN]
    )
    return Group(key="dates", title=_("Dates that wait for a second person"), items=items, total=len(found))


def not_reached_in_time() -> Group:
    """Accounts for whom the gate is shut, because nobody was reached before the notice period."""
    found = desk_tasks(kind=TaskKind.BREACH)
    items = tuple(
        TodayItem(
            tone="blocked",
            word=_("too late"),
            title=_("%(account)s was not reached in time") % {"account": task.account.name},
            why=_("The gate stays shut until somebody was reached, a person lets it go, or the end moves."),
            url=reverse("console:unreached", args=[task.plan.key]),
            when=words.weekday(task.due_date),
        )
        for task in found[:SHOWN]
    )
    return Group(key="breached", title=_("Not reached in time"), items=items, total=len(found), is_urgent=bool(found))


def messages_in_doubt() -> Group:
    found = uncertain_deliveries()
    items = tuple(
        TodayItem(
            tone="caution",
            word=_("in doubt"),
            title=_("Did it arrive at %(account)s?") % {"account": row.account.name},
            why=row.address,
            url=reverse("console:settle_message", args=[row.uuid]),
            when=words.instant(row.touchpoint.told_at),
        )
        for row in found[:SHOWN]
    )
    return Group(
        key="doubt",
        title=_("Messages in doubt"),
        items=items,
        total=len(found),
        is_urgent=bool(found),
        url=reverse("console:uncertain"),
        url_word=_("All of them"),
    )


def approvals_that_wait() -> Group:
    """Notices that a second person has not read yet, and those whose approval ended: nothing of them leaves."""
    found = waiting_approvals()
    items = tuple(
        TodayItem(
            tone="caution" if each.is_ended else "info",
            word=_("not approved any more") if each.is_ended else _("waits for a second person"),
            title=_("%(module)s: may these notices leave?") % {"module": each.plan_name},
            why=words.listed(_(code.label) for code in each.codes),
            url=reverse("console:notices" if each.is_ended else "console:approve_notices", args=[each.plan_key]),
            when=words.instant(each.since),
        )
        for each in found
    )
    return Group(key="words", title=_("Notices to approve"), items=items, total=len(items), is_urgent=bool(items))


def alarms_that_call(*, now: datetime) -> Group:
    """What keeps notices from leaving as they should, the gravest first."""
    found = safeguards.open_alarms(now=now)
    items = tuple(
        TodayItem(
            tone="blocked",
            word=_("alarm"),
            title=each.sentence,
            why=each.remedy,
            url=reverse("console:health"),
            when=words.instant(each.since) if each.since else "",
        )
        for each in found[:SHOWN]
    )
    return Group(key="alarms", title=_("Alarms"), items=items, total=len(found), is_urgent=bool(found))
