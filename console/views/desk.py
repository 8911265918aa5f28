"""Whom do I call today, why, and with which words?"""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.desk_rows import TaskRow, task_row, work_row
from console.views.files import csv_response
from console.views.shown import PAGE_SIZE, Pager, asked, offset, pager
from lifecycle.api import reading
from notifications.api import DeskTask, desk_tasks, worklist

COLUMNS = (
    *("kind", "due_date", "owner_email", "subject", "status", "snoozed_until", "escalated_at"),
    *("outcome", "person", "promise_date", "note", "closed_by", "closed_at"),
)


@dataclass(frozen=True, slots=True)
class DeskPage:
    tasks: tuple[TaskRow, ...]
    is_mine: bool
    shows_closed: bool
    shows_snoozed: bool
    plan_key: str
    pager: Pager


@require_safe
@staff_only
def desk(request: StaffRequest) -> HttpResponse:
    """One's own open tasks first, what presses most on top; `?whose=all` shows everybody's."""
    now, query = timezone.now(), request.GET
    plan = reading.plan(asked(query, "plan")) if query.get("plan") else None
    is_mine = query.get("whose", "mine" if plan is None else "all") != "all"
    shows_closed, shows_snoozed = query.get("closed", "") == "1", query.get("snoozed", "") == "1"
    email, plan_id = request.user.email if is_mine else "", plan.pk if plan else None
    start = offset(asked(query, "after"))
    if shows_closed:
        tasks = desk_tasks(owner_email=email, plan_id=plan_id, only_open=False)
        rows = [task_row(task, now=now) for task in tasks[start : start + PAGE_SIZE]]
    else:
        today = timezone.localdate(now)
        work = worklist(owner_email=email, plan_id=plan_id, now=now, today=today, snoozed=shows_snoozed)
        tasks = [each.task for each in work]
        rows = [work_row(each, now=now) for each in work[start : start + PAGE_SIZE]]
    if query.get("format") == "csv":
        return csv_response(f"desk-{now.date()}.csv", ("account", "plan", *COLUMNS), map(_line, tasks))
    total = len(tasks)
    page = DeskPage(
        tasks=tuple(rows),
        is_mine=is_mine,
        shows_closed=shows_closed,
        shows_snoozed=shows_snoozed,
        plan_key=plan.key if plan else "",
        pager=pager(
            query,
            shown=len(rows),
            total=total,
            next_cursor=str(start + PAGE_SIZE) if total > start + PAGE_SIZE else "",
            table="csv",
        ),
    )
    return render(request, "console/desk.html", {"section": "desk", "page": page})


def _line(task: DeskTask) -> list[object]:
    return [task.account.key, task.plan.key, *(getattr(task, name) for name in COLUMNS)]
