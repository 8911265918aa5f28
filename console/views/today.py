"""What needs me now?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.mailings import halted_mailings
from console.views.shown import Figure, Group, TodayItem, figure
from console.views.today_work import (
    alarms_that_call,
    approvals_that_wait,
    dates_that_wait,
    leave_that_waits,
    messages_in_doubt,
    not_reached_in_time,
)
from console.views.verdicts import shown_verdict
from lifecycle.api import SunsetPlan, gate_verdict, moves_of, reading, words
from lifecycle.rules.milestones import STAGE_MILESTONE, DatedPromise, MilestoneKind
from lifecycle.rules.stages import Move, Stage
from lifecycle.rules.verdicts import Verdict

AHEAD = timedelta(days=30)
LOOKED_AT = 10
NAMED = 2  # the plan page names them all
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
        dates_that_wait(now=now),
        messages_in_doubt(),
        moved_dates(now=now),
    )
    page = TodayPage(figures(plans, now=now), tuple(group for group in groups if group.items))
    return render(
        request,
        "console/today.html",
        {"section": "today", "page": page, "today": words.weekday(timezone.localdate(now))},
    )


def figures(plans: list[SunsetPlan], *, now: datetime) -> tuple[Figure, ...]:
    offs = sorted(
        promise.at for plan in plans for promise in reading.promises(plan) if promise.kind is MilestoneKind.OFF
    )
    coming = [at for at in offs if at > now]
    concerned = reading.affected_by_any(plans)
    keys = concerned.key_accounts
    return (
        figure(_("Retirements under way"), len(plans)),
        figure(
            _("Accounts concerned"),
            concerned.accounts,
            ngettext("%(count)s of them is a key account", "%(count)s of them are key accounts", keys)
            % {"count": words.number(keys)},
        ),
        Figure(
            _("Next switch-off"),
            words.days((timezone.localdate(coming[0]) - timezone.localdate(now)).days) if coming else _("none planned"),
            words.instant(coming[0]) if coming else "",
            is_word=not coming,
        ),
    )


def gates_ahead(plans: list[SunsetPlan], *, now: datetime) -> Group:
    """Plans whose next dated step falls within a month or is overdue, nearest first; at most ten are judged."""
    due = sorted((step for plan in plans if (step := _next_step(plan, now=now))), key=lambda step: step[1].at)
    items = tuple(_gate_item(plan, promise, to, now) for plan, promise, to in due[:LOOKED_AT])
    return Group(
        key="gates",
        title=_("Next steps"),
        items=items,
        total=len(due),
        is_urgent=any(item.tone == "blocked" for item in items),
        url=reverse("console:portfolio"),
        url_word=_("Portfolio"),
    )


def _next_step(plan: SunsetPlan, *, now: datetime) -> tuple[SunsetPlan, DatedPromise, Stage] | None:
    forward = next((stage for stage, kind in moves_of(plan) if kind is Move.FORWARD), None)
    kind = STAGE_MILESTONE.get(forward) if forward else None
    promise = next((each for each in reading.promises(plan) if each.kind is kind), None)
    if forward is None or promise is None or promise.at > now + AHEAD:
        return None
    return plan, promise, forward


def _gate_item(plan: SunsetPlan, promise: DatedPromise, to: Stage, now: datetime) -> TodayItem:
    """As many things in the way as on the plan's own page, and what somebody can do about it named first."""
    verdict = gate_verdict(plan=plan, to=to, now=now)
    besides = tuple(each for each in verdict.blockers if each.criterion != "too_early")
    waits = bool(verdict.blockers) and not besides
    shown, told = (shown_verdict(each, name=plan.key, plan=plan) for each in (verdict, Verdict(besides)))
    nothing = _("Nothing else stands in the way.") if waits else _("Nothing stands in the way.")
    day = words.weekday(promise.date)
    return TodayItem(
        tone="info" if waits else shown.tone,
        word=_("waits for its day") if waits else shown.word,
        title=_("%(module)s to “%(stage)s”") % {"module": plan.module.name, "stage": _(to.label)},
        why=" ".join(each.sentence for each in told.blockers[:NAMED]) or nothing,
        url=reverse("console:plan", args=[plan.key]),
        when=day if promise.at > now else _("overdue since %(day)s") % {"day": words.day(promise.date)},
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
