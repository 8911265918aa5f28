"""Can I do all of it this week, and who stands in when I am away?"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.desk_rows import TaskRow, task_row
from console.views.plan_accounts import Pill
from console.views.shown import Choice, asked
from lifecycle.api import staff, words
from notifications.api import DeskDay, absences, desk_people, desk_week

SHOWN = 20


@dataclass(frozen=True, slots=True)
class DayRow:
    name: str
    count: int
    pill: Pill | None
    tasks: tuple[TaskRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class WeekPage:
    whose: str
    people: tuple[Choice, ...]
    overdue: tuple[TaskRow, ...]
    more_overdue: int
    days: tuple[DayRow, ...]
    away: tuple[str, ...]


@require_safe
@staff_only
def week(request: StaffRequest) -> HttpResponse:
    """One's own; `?whose=` an address shows a colleague's, to see where work can go."""
    now = timezone.now()
    today = timezone.localdate(now)
    whose = asked(request.GET, "whose").lower() or request.user.email.lower()
    overdue, days = desk_week(owner_email=whose, today=today)
    working = desk_people(now).working
    page = WeekPage(
        whose=whose,
        people=tuple(
            Choice(each.email.lower(), each.name or each.email, each.email.lower() == whose)
            for each in staff()
            if each.email.lower() in working
        ),
        overdue=tuple(task_row(task, now=now) for task in overdue[:SHOWN]),
        more_overdue=max(len(overdue) - SHOWN, 0),
        days=tuple(_day(each, now) for each in days),
        away=tuple(
            _("%(who)s: %(first)s to %(last)s, %(backup)s stands in")
            % {
                "who": each.owner_email,
                "first": words.day(each.first_date),
                "last": words.day(each.last_date),
                "backup": each.backup_email or _("the lead"),
            }
            for each in absences(since=today)
        ),
    )
    return render(request, "console/week.html", {"section": "desk", "page": page})


def _day(day: DeskDay, now: datetime) -> DayRow:
    pill = Pill("caution", _("more than one person can do")) if day.is_too_much else None
    return DayRow(
        name=words.weekday(day.date),
        count=len(day.tasks),
        pill=Pill("info", _("away")) if day.is_away else pill,
        tasks=tuple(task_row(task, now=now) for task in day.tasks[:SHOWN]),
        more=max(len(day.tasks) - SHOWN, 0),
    )
