"""Whom do I call today, why, and with which words?"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from console.forms.acts import OutcomeForm
from console.views.access import StaffRequest, staff_only
from console.views.plan_accounts import Pill
from console.views.shown import PAGE_SIZE, Pager, asked, offset, pager
from lifecycle.api import reading, words
from lifecycle.rules.tiers import Tier
from notifications.api import DeskTask, desk_tasks
from notifications.rules.statuses import TaskKind

CONFLICT = 409
_KINDS = {
    TaskKind.CALL: gettext_lazy("Call"),
    TaskKind.FIND_CONTACT: gettext_lazy("Find a contact"),
    TaskKind.REVIEW_UNCERTAIN: gettext_lazy("Look up a message"),
    TaskKind.BACK_IN_USE: gettext_lazy("Used again"),
}
_OUTCOMES = dict(OutcomeForm.OUTCOMES)


@dataclass(frozen=True, slots=True)
class TaskRow:
    uuid: str
    url: str
    subject: str
    account: str
    tier: str
    tier_label: str
    kind: str
    plan_key: str
    plan_url: str
    due: str
    pill: Pill
    owner: str
    language: str
    script: str
    is_open: bool
    outcome: str
    note: str
    closed: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    tasks: tuple[TaskRow, ...]
    is_mine: bool
    shows_closed: bool
    plan_key: str
    pager: Pager


@require_safe
@staff_only
def desk(request: StaffRequest) -> HttpResponse:
    """One's own open tasks first; `?whose=all` shows everybody's."""
    now = timezone.now()
    query = request.GET
    plan = reading.plan(asked(query, "plan")) if query.get("plan") else None
    is_mine = query.get("whose", "mine" if plan is None else "all") != "all"
    found = desk_tasks(
        owner_email=request.user.email if is_mine else "",
        plan_id=plan.pk if plan else None,
        only_open=query.get("closed", "") != "1",
    )
    start = offset(asked(query, "after"))
    shown = found[start : start + PAGE_SIZE]
    page = DeskPage(
        tasks=tuple(task_row(task, now=now) for task in shown),
        is_mine=is_mine,
        shows_closed=query.get("closed", "") == "1",
        plan_key=plan.key if plan else "",
        pager=pager(
            query,
            shown=len(shown),
            total=len(found),
            next_cursor=str(start + PAGE_SIZE) if len(found) > start + PAGE_SIZE else "",
        ),
    )
    return render(request, "console/desk.html", {"section": "desk", "page": page})


def task_row(task: DeskTask, *, now: datetime) -> TaskRow:
    return TaskRow(
        uuid=str(task.uuid),
        url=reverse("console:task", args=[task.uuid]),
        subject=task.subject,
        account=task.account.name,
        tier=task.account.tier,
        tier_label=Tier(task.account.tier).label,
        kind=str(_KINDS.get(TaskKind(task.kind), task.kind)),
        plan_key=task.plan.key,
        plan_url=reverse("console:plan", args=[task.plan.key]),
        due=words.weekday(task.due_date),
        pill=_due_pill(task, now),
        owner=task.owner_email,
        language=task.account.language,
        script=task.script,
        is_open=task.status == DeskTask.Status.OPEN,
        outcome=str(_OUTCOMES.get(task.outcome, task.outcome)),
        note=task.note,
        closed=f"{task.closed_by}, {words.instant(task.closed_at)}" if task.closed_at else "",
    )


def _due_pill(task: DeskTask, now: datetime) -> Pill:
    if task.status != DeskTask.Status.OPEN:
        return Pill("ok", _("done"))
    late = (now.date() - task.due_date).days
    if late > 0:
        return Pill("blocked", _("overdue by %(span)s") % {"span": words.days(late)})
    return Pill("caution", _("today")) if late == 0 else Pill("info", _("in %(span)s") % {"span": words.days(-late)})
