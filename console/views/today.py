"""What needs me now?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.mailings import halted_mailings
from console.views.shown import Figure, Group, TodayItem, figure
from console.views.today_work import (
    alarms_that_call,
    approvals_that_wait,
    leave_that_waits,
    messages_in_doubt,
    not_reached_in_time,
)
from console.views.verdicts import shown_verdict
from lifecycle.api import SunsetPlan, gate_verdict, moves_of, reading, words
from lifecycle.rules.milestones import STAGE_MILESTONE, MilestoneKind
from lifecycle.rules.stages import Move, Stage
from lifecycle.rules.verdicts import Verdict

AHEAD = timedelta(days=30)
LOOKED_AT = 10
MOVED_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class TodayPage:
    figures: tuple[Figure, ...]
    groups: tuple[Group, ...]


@require_safe
@staff_only
def today(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    plans = reading.plans(limit=1000)
    groups = (
        alarms_that_call(now=now),
        gates_ahead(plans, now=now),
        not_reached_in_time(),
        halted_mailings(),
        approvals_that_wait(),
        leave_that_waits(now=now),
        messages_in_doubt(),
        moved_dates(now=now),
    )
    page = TodayPage(figures(plans, now=now), tuple(group for group in groups if group.items))
    return render(request, "console/today.html", {"section": "today", "page": page, "today": words.weekday(now.date())})


def figures(plans: list[SunsetPlan], *, now: datetime) -> tuple[Figure, ...]:
    offs = sorted(
        promise.at for plan in plans for promise in reading.promises(plan) if promise.kind is MilestoneKind.OFF
    )
    coming = [at for at in offs if at > now]
    concerned = reading.affected(plans)
    return (
        figure(_("Retirements under way"), len(plans)),
        figure(_("Accounts concerned"), sum(each.accounts for each in concerned.values())),
        Figure(
            _("Next switch-off"),
            words.days((coming[0].date() - now.date()).days) if coming else _("none planned"),
            words.instant(coming[0]) if coming else "",
            is_word=not coming,
        ),
    )


def gates_ahead(plans: list[SunsetPlan], *, now: datetime) -> Group:
    """Plans whose next dated step falls within a month or is overdue, nearest first; at most ten are judged."""
    due = sorted((pair for plan in plans if (pair := _next_step(plan, now=now))), key=lambda pair: pair[1])
    items = tuple(_gate_item(plan, at, to, now) for plan, at, to in due[:LOOKED_AT])
    return Group(
        key="gates",
        title=_("Steps that are due"),
        items=items,
        total=len(items),
        is_urgent=any(item.tone == "blocked" for item in items),
        url=reverse("console:portfolio"),
        url_word=_("Portfolio"),
    )


def _next_step(plan: SunsetPlan, *, now: datetime) -> tuple[SunsetPlan, datetime, Stage] | None:
    forward = next((stage for stage, kind in moves_of(plan) if kind is Move.FORWARD), None)
    kind = STAGE_MILESTONE.get(forward) if forward else None
    at = next((each.at for each in reading.promises(plan) if each.kind is kind), None)
    if forward is None or at is None or at > now + AHEAD:
        return None
    return plan, at, forward


def _gate_item(plan: SunsetPlan, at: datetime, to: Stage, now: datetime) -> TodayItem:
    verdict = gate_verdict(plan=plan, to=to, now=now)
    open_ones = tuple(each for each in verdict.blockers if each.criterion != "too_early")
    shown = shown_verdict(Verdict(open_ones, verdict.cautions), name=plan.key, plan=plan)
    return TodayItem(
        tone=shown.tone,
        word=shown.word,
        title=_("%(module)s to “%(stage)s”") % {"module": plan.module.name, "stage": _(to.label)},
        why=shown.blockers[0].sentence if shown.blockers else _("Nothing stands in the way."),
        url=reverse("console:plan", args=[plan.key]),
        when=words.weekday(at.date()) if at > now else _("overdue since %(day)s") % {"day": words.day(at.date())},
    )


def moved_dates(*, now: datetime) -> Group:
    found = reading.recent_date_moves(since=now - MOVED_WITHIN)
    items = tuple(
        TodayItem(
            tone="info",
            word=_("moved"),
            title=_("%(kind)s: %(title)s")
            % {"kind": move.milestone.plan.module.name, "title": _(MilestoneKind(move.milestone.kind).label)},
            why=_("from %(old)s to %(new)s: %(reason)s")
            % {"old": words.day(move.old_date), "new": words.day(move.new_date), "reason": move.reason},
            url=reverse("console:plan", args=[move.milestone.plan.key]),
            when=words.ago(move.at, now=now),
        )
        for move in found
    )
    return Group(key="moved", title=_("Dates that moved"), items=items, total=len(items))
